import activity from './activity.json';
import auth from './auth.json';
import comment from './comment.json';
import composer from './composer.json';
import error from './error.json';
import feed from './feed.json';
import field from './field.json';
import post from './post.json';
import profile from './profile.json';
import settings from './settings.json';
import shell from './shell.json';
import ui from './ui.json';

export const ko = {
  activity,
  auth,
  comment,
  composer,
  error,
  feed,
  field,
  post,
  profile,
  settings,
  shell,
  ui,
};
