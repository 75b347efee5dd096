'use client';

import type { Me } from '@dailyfeed/contract/member';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApiClient, useUploadImage } from '../../lib/api.ts';
import { usePart } from '../../lib/part.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { toast } from '../../ui/toaster.tsx';
import { acceptedImages } from '../image/accepted-images.ts';
import { CoverImage } from '../image/cover-image.tsx';
import { useObjectUrls } from '../image/use-object-urls.ts';
import { useKeepMe } from './use-me-form.ts';

const loadDialog = async () => (await import('./crop-dialog.tsx')).CropDialog;

/** Of files that may be an animation. */
const movingTypes = ['image/gif', 'image/webp'];

/** The pictures that stand for a member: chosen, cut, shown everywhere at once. */
export function PictureSettings({ me }: { me: Me }): ReactNode {
  return (
    <section className="grid gap-6 border-b border-line px-4 py-6 tablet:px-5">
      <PictureSetting
        purpose="avatar"
        isThere={me.avatarUrl !== null}
        shown={<Avatar member={me} size="xl" />}
      />
      <PictureSetting
        purpose="cover"
        isThere={me.coverUrl !== null}
        shown={
          <span className="block aspect-3/1 w-full max-w-form overflow-hidden rounded-2 border border-line bg-sunken">
            {me.coverUrl !== null && (
              <CoverImage src={me.coverUrl} className="size-full object-cover" />
            )}
          </span>
        }
      />
    </section>
  );
}

function PictureSetting(props: {
  purpose: 'avatar' | 'cover';
  isThere: boolean;
  shown: ReactNode;
}): ReactNode {
  const { purpose, isThere } = props;
  const t = useTranslations('image');
  const input = useRef<HTMLInputElement>(null);
  const { Part: CropDialog, withPart } = usePart(loadDialog);
  const urls = useObjectUrls();
  const [url, setUrl] = useState<string>();
  const [canMove, setCanMove] = useState(false);
  const { change, share, failure, stop } = useProfilePicture(purpose, () => open(undefined));
  function open(file: File | undefined): void {
    // What was on its way for the last one is no longer wanted, nor is what was said of it.
    stop();
    urls.drop(purpose);
    setUrl(file && urls.add(purpose, file));
    setCanMove(file !== undefined && movingTypes.includes(file.type));
  }
  return (
    <fieldset className="min-w-0">
      <legend className="font-bold">{t(purpose)}</legend>
      <p className="mt-0.5 mb-4 max-w-text text-s text-ink-3">{t(`${purpose}Hint`)}</p>
      {props.shown}
      <input
        ref={input}
        type="file"
        accept={acceptedImages}
        hidden
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          withPart(() => open(file));
          currentTarget.value = '';
        }}
      />
      <div className="mt-3 flex flex-wrap gap-2">
        <Button look="quiet" size="s" onClick={() => input.current?.click()}>
          {isThere ? t('change') : t('choose')}
        </Button>
        {isThere && (
          <Button
            look="ghost"
            size="s"
            isBusy={change.isPending && url === undefined}
            onClick={() => change.mutate(null)}
          >
            {t('takeAway')}
          </Button>
        )}
      </div>
      {url !== undefined && CropDialog && (
        <CropDialog
          url={url}
          purpose={purpose}
          canMove={canMove}
          share={share}
          failure={failure}
          onCut={change.mutate}
          onClose={() => open(undefined)}
        />
      )}
    </fieldset>
  );
}

function useProfilePicture(purpose: 'avatar' | 'cover', onDone: () => void) {
  const t = useTranslations('image');
  const client = useApiClient();
  const uploadImage = useUploadImage();
  const keepMe = useKeepMe();
  const errorText = useErrorText();
  const [share, setShare] = useState(0);
  const running = useRef<AbortController>(null);
  const change = useMutation({
    networkMode: 'always',
    retry: false,
    mutationFn: async (picture: Blob | null) => {
      const cancel = new AbortController();
      running.current = cancel;
      setShare(0);
      const { signal } = cancel;
      const id =
        picture && (await uploadImage(picture, { purpose, signal, onProgress: setShare })).id;
      return client.member.profile.update.mutate(
        purpose === 'avatar' ? { avatarImageId: id } : { coverImageId: id },
        { signal },
      );
    },
    onSuccess: (me, picture) => {
      keepMe(me);
      onDone();
      toast.success(t(picture === null ? 'removed' : 'saved'));
    },
    onError: (error, picture) => {
      if (picture === null) toast.error(errorText(error));
    },
  });
  // Who leaves the page cancels what is on its way.
  useEffect(() => () => running.current?.abort(), []);
  return {
    change,
    /** How much of the picture has been sent, from 0 to 1; undefined while none is on its way. */
    share: change.isPending && change.variables ? share : undefined,
    failure: change.error && change.variables ? errorText(change.error) : null,
    stop: () => {
      running.current?.abort();
      change.reset();
    },
  };
}
