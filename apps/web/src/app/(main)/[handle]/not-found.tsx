import { ProfileNotFound } from '../../../features/profile/profile-not-found.tsx';

export default function ProfileNotFoundPage() {
  return <ProfileNotFound />;
}
