'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import Cropper, { type Area } from 'react-easy-crop';

import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { UploadProgress } from '../image/upload-progress.tsx';
import { cut } from './cut.ts';

import 'react-easy-crop/react-easy-crop.css';

const shapes = {
  avatar: { aspect: 1, width: 800, cropShape: 'round' },
  cover: { aspect: 3, width: 1600, cropShape: 'rect' },
} as const;
const zoomMax = 4;

/** Chooses the part of a picture that is shown: by dragging and pinching, or with the arrow keys and a slider. */
export function CropDialog(props: {
  /** Of the chosen file, in this page. */
  url: string;
  purpose: 'avatar' | 'cover';
  /** It may be an animation: of that, one frame is cut. */
  canMove: boolean;
  /** How much of what was cut has been sent, from 0 to 1; undefined while nothing is on its way. */
  share: number | undefined;
  failure: string | null;
  onCut: (picture: Blob) => void;
  onClose: () => void;
}): ReactNode {
  const { url, purpose, share } = props;
  const t = useTranslations('image');
  const ui = useTranslations('ui');
  const zoomId = useId();
  const [crop, setCrop] = useState({ x: 0, y: 0 });
  const [zoom, setZoom] = useState(1);
  const [area, setArea] = useState<Area>();
  const [isUnreadable, setUnreadable] = useState(false);
  const [isCutting, setCutting] = useState(false);
  // State comes a render too late to stop a second press.
  const isTaken = useRef(false);
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  const { aspect, width, cropShape } = shapes[purpose];

  async function use(): Promise<void> {
    if (!area || isTaken.current) return;
    isTaken.current = true;
    setCutting(true);
    const picture = await cut(url, area, { width, height: Math.round(width / aspect) });
    isTaken.current = false;
    setCutting(false);
    // It may have been closed meanwhile.
    if (!isOpen.current) return;
    if (picture) props.onCut(picture);
    else setUnreadable(true);
  }

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
      title={t('cropTitle')}
    >
      <div className="relative h-[min(50dvh,20rem)] overflow-hidden rounded-2 bg-sunken">
        {!isUnreadable && (
          <Cropper
            image={url}
            crop={crop}
            zoom={zoom}
            maxZoom={zoomMax}
            aspect={aspect}
            cropShape={cropShape}
            disableAutomaticStylesInjection
            onCropChange={setCrop}
            onZoomChange={setZoom}
            onCropComplete={(_share, pixels) => setArea(pixels)}
            mediaProps={{ onError: () => setUnreadable(true) }}
            cropperProps={{ 'aria-label': t('cropArea'), role: 'group' }}
          />
        )}
      </div>
      {props.canMove && <p className="mt-2 text-s text-ink-2">{t('standsStill')}</p>}
      <p role="alert" className="mt-2 text-s text-danger empty:hidden">
        {isUnreadable ? t('unreadable') : props.failure}
      </p>
      <label htmlFor={zoomId} className="mt-4 block text-s font-semibold">
        {t('zoom')}
      </label>
      <input
        id={zoomId}
        type="range"
        min={1}
        max={zoomMax}
        step={0.05}
        value={zoom}
        onChange={(event) => setZoom(Number(event.target.value))}
        className="h-11 w-full accent-accent"
      />
      {share !== undefined && <UploadProgress share={share} />}
      <div className="mt-2 flex justify-end gap-2">
        <Button look="ghost" onClick={props.onClose}>
          {ui('cancel')}
        </Button>
        <Button
          isBusy={isCutting || share !== undefined}
          disabled={!area || isUnreadable}
          onClick={() => void use()}
        >
          {t('save')}
        </Button>
      </div>
    </Dialog>
  );
}
