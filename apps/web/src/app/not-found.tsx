import { NotFound } from '../features/shell/not-found.tsx';
import { Shell } from '../features/shell/shell.tsx';

export default function RootNotFound() {
  return (
    <Shell>
      <NotFound />
    </Shell>
  );
}
