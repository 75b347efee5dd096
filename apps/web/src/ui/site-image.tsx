'use client';

import {
  createContext,
  type ImgHTMLAttributes,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react';

const Origin = createContext('');

/** Says where images are loaded from that everybody may see: a CDN, or, empty, this site. */
export function ImageOriginProvider(props: { origin: string; children: ReactNode }): ReactNode {
  return <Origin value={props.origin}>{props.children}</Origin>;
}

export type SiteImageProps = Omit<ImgHTMLAttributes<HTMLImageElement>, 'src' | 'alt'> & {
  /** Within this site. */
  src: string;
  alt: string;
  /** It needs a token and does not come: the token may have run out. */
  onRefused?: () => void;
};

/** An image of this site, from the CDN if there is one; where that fails, and for what is not public, from here. */
export function SiteImage({ src, alt, onRefused, ...rest }: SiteImageProps): ReactNode {
  const origin = useContext(Origin);
  const [failedSrc, setFailedSrc] = useState<string>();
  const image = useRef<HTMLImageElement>(null);
  const isPublic = !src.includes('?');
  const isElsewhere = origin !== '' && isPublic && failedSrc !== src;
  function fail(): void {
    if (isElsewhere) setFailedSrc(src);
    else if (!isPublic) onRefused?.();
  }
  const failEarly = useEffectEvent(fail);
  useEffect(() => {
    // It may have failed before this page could hear of it.
    const { current } = image;
    if (current?.complete && current.naturalWidth === 0) failEarly();
  }, [isElsewhere, src]);
  return (
    <img {...rest} ref={image} alt={alt} src={isElsewhere ? origin + src : src} onError={fail} />
  );
}
