'use client';

import { Broken, type BrokenProps } from '../../features/shell/broken.tsx';

export default function MainError(props: BrokenProps) {
  return <Broken {...props} />;
}
