'use client';

import { Broken, type BrokenProps } from '../../features/shell/broken.tsx';

export default function AuthError(props: BrokenProps) {
  return <Broken {...props} />;
}
