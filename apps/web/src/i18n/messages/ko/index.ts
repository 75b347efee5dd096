import account from './account.json';
import activity from './activity.json';
import admin from './admin.json';
import auth from './auth.json';
import comment from './comment.json';
import composer from './composer.json';
import connection from './connection.json';
import deadLetter from './dead-letter.json';
import discover from './discover.json';
import error from './error.json';
import feed from './feed.json';
import field from './field.json';
import image from './image.json';
import moderation from './moderation.json';
import notification from './notification.json';
import post from './post.json';
import privacy from './privacy.json';
import profileSettings from './profile-settings.json';
import profile from './profile.json';
import provider from './provider.json';
import relation from './relation.json';
import report from './report.json';
import search from './search.json';
import session from './session.json';
import settings from './settings.json';
import shell from './shell.json';
import ui from './ui.json';

export const ko = {
  account,
  activity,
  admin,
  deadLetter,
  auth,
  comment,
  composer,
  connection,
  discover,
  error,
  feed,
  field,
  image,
  moderation,
  notification,
  post,
  privacy,
  profile,
  profileSettings,
  provider,
  search,
  session,
  relation,
  report,
  settings,
  shell,
  ui,
};
