import type { Language } from '@dailyfeed/contract/member';

import { reactivatableUntil } from './grace.ts';
import type { MailContent } from './mail.ts';

/** The words of a mail, before they are set. */
export type MailText = {
  subject: string;
  paragraphs: string[];
  /** What the link is called, for mails that have one. */
  action?: string;
};

/** What stands in a mail beside its content. */
export type MailFacts = { displayName: string; newEmail: string; sentFor: Date };

/** Says what a mail is about, in its reader's language. */
export function toMailText(language: Language, content: MailContent, facts: MailFacts): MailText {
  return language === 'ko' ? korean(content, facts) : english(content, facts);
}

function english(content: MailContent, facts: MailFacts): MailText {
  const hello = `Hello ${facts.displayName},`;
  switch (content.kind) {
    case 'VERIFY_EMAIL':
      return {
        subject: 'Confirm your e-mail address',
        paragraphs: [
          hello,
          'welcome to dailyfeed. Please confirm that this address is yours. The link is good for three days.',
          'If you did not sign up, ignore this mail.',
        ],
        action: 'Confirm my address',
      };
    case 'RESET_PASSWORD':
      return {
        subject: 'Set a new password',
        paragraphs: [
          hello,
          'someone, probably you, asked for a new password. The link is good for 30 minutes and works once.',
          'If it was not you, ignore this mail: your password stays as it is.',
        ],
        action: 'Set a new password',
      };
    case 'CONFIRM_OLD_EMAIL':
      return {
        subject: 'Confirm the change of your e-mail address',
        paragraphs: [
          hello,
          `you asked to be reached at ${facts.newEmail} from now on. Please confirm it from here, too. The link is good for one day.`,
          'If it was not you, change your password: someone else knows it.',
        ],
        action: 'Confirm the change',
      };
    case 'CONFIRM_NEW_EMAIL':
      return {
        subject: 'Confirm your new e-mail address',
        paragraphs: [
          hello,
          'please confirm that this address is yours. The link is good for one day, and your present address has to confirm, too.',
          'If you did not ask for this, ignore this mail.',
        ],
        action: 'Confirm my new address',
      };
    case 'PASSWORD_CHANGED':
      return {
        subject: 'Your password was changed',
        paragraphs: [
          hello,
          `your password was changed on ${dateOf('en', facts.sentFor)}, and all other devices were logged out.`,
          'If it was not you, set a new password at once: "Forgot your password?" on the log-in page.',
        ],
      };
    case 'NEW_DEVICE':
      return {
        subject: 'A log-in from a new device',
        paragraphs: [
          hello,
          `someone logged in to your account: ${deviceOf(content) ?? 'an unknown device'}, ${dateOf('en', facts.sentFor)}.`,
          'If it was you, there is nothing to do. If not, change your password: that logs out all other devices.',
        ],
      };
    case 'SESSION_REUSED':
      return {
        subject: 'We ended one of your sessions',
        paragraphs: [
          hello,
          `on ${dateOf('en', facts.sentFor)} a key of one of your sessions was used a second time, as if somebody had copied it. We ended that session, so please log in again on that device.`,
          'If you do not know why, change your password: that logs out all other devices.',
        ],
      };
    case 'PROVIDER_LINKED':
      return {
        subject: `${content.provider} was linked to your account`,
        paragraphs: [
          hello,
          `since ${dateOf('en', facts.sentFor)} you can log in with ${content.provider}.`,
          'If it was not you, unlink it on your account settings, and change your password: someone else may know it.',
        ],
      };
    case 'PROVIDER_UNLINKED':
      return {
        subject: `${content.provider} was unlinked from your account`,
        paragraphs: [
          hello,
          `since ${dateOf('en', facts.sentFor)} one can no longer log in to your account with ${content.provider}, and devices that did so were logged out.`,
          'If it was not you, change your password: someone else may know it.',
        ],
      };
    case 'ACCOUNT_DISABLED':
      return {
        subject: 'Your account was disabled',
        paragraphs: [
          hello,
          `an administrator disabled your account on ${dateOf('en', facts.sentFor)}. You were logged out everywhere, and nobody sees your profile or what you wrote. Nothing was deleted.`,
          `The reason given: ${content.reason}`,
          'If you think that this is a mistake, please answer this mail.',
        ],
      };
    case 'ACCOUNT_ENABLED':
      return {
        subject: 'Your account works again',
        paragraphs: [
          hello,
          'an administrator enabled your account again. Everything is as it was: just log in.',
        ],
      };
    case 'ACCOUNT_DEACTIVATED':
      return {
        subject: 'You deactivated your account',
        paragraphs: [
          hello,
          `your account is deactivated: nobody sees your profile or what you wrote. If you log in until ${dateOf('en', reactivatableUntil(facts.sentFor))}, everything comes back. After that we erase your account and all that belongs to it, for good.`,
          'If it was not you, log in and change your password.',
        ],
      };
  }
}

function korean(content: MailContent, facts: MailFacts): MailText {
  const hello = `${facts.displayName}님, 안녕하세요.`;
  switch (content.kind) {
    case 'VERIFY_EMAIL':
      return {
        subject: '이메일 주소를 확인해 주세요',
        paragraphs: [
          hello,
          'dailyfeed에 오신 것을 환영해요. 이 주소가 내 것이 맞는지 확인해 주세요. 링크는 3일 동안 쓸 수 있어요.',
          '가입한 적이 없다면 이 메일은 무시하세요.',
        ],
        action: '이메일 확인하기',
      };
    case 'RESET_PASSWORD':
      return {
        subject: '새 비밀번호를 정해 주세요',
        paragraphs: [
          hello,
          '비밀번호를 새로 정하려는 요청을 받았어요. 링크는 30분 동안 한 번만 쓸 수 있어요.',
          '요청한 적이 없다면 이 메일은 무시하세요. 비밀번호는 그대로예요.',
        ],
        action: '새 비밀번호 정하기',
      };
    case 'CONFIRM_OLD_EMAIL':
      return {
        subject: '이메일 주소 변경을 확인해 주세요',
        paragraphs: [
          hello,
          `이메일 주소를 ${facts.newEmail}(으)로 바꾸려는 요청을 받았어요. 지금 주소에서도 확인해 주세요. 링크는 하루 동안 쓸 수 있어요.`,
          '요청한 적이 없다면 다른 사람이 비밀번호를 알고 있을 수 있으니 바로 바꿔 주세요.',
        ],
        action: '변경 확인하기',
      };
    case 'CONFIRM_NEW_EMAIL':
      return {
        subject: '새 이메일 주소를 확인해 주세요',
        paragraphs: [
          hello,
          '이 주소가 내 것이 맞는지 확인해 주세요. 링크는 하루 동안 쓸 수 있고, 지금 쓰는 주소에서도 확인해야 바뀌어요.',
          '요청한 적이 없다면 이 메일은 무시하세요.',
        ],
        action: '새 주소 확인하기',
      };
    case 'PASSWORD_CHANGED':
      return {
        subject: '비밀번호가 바뀌었어요',
        paragraphs: [
          hello,
          `${dateOf('ko', facts.sentFor)}에 비밀번호가 바뀌었고, 다른 기기는 모두 로그아웃했어요.`,
          '내가 바꾼 것이 아니라면 로그인 화면의 “비밀번호를 잊으셨나요?”에서 바로 새로 정해 주세요.',
        ],
      };
    case 'NEW_DEVICE':
      return {
        subject: '새 기기에서 로그인했어요',
        paragraphs: [
          hello,
          `계정에 로그인한 기기가 있어요: ${deviceOf(content) ?? '알 수 없는 기기'}, ${dateOf('ko', facts.sentFor)}.`,
          '내가 로그인했다면 할 일은 없어요. 아니라면 비밀번호를 바꿔 주세요. 다른 기기는 모두 로그아웃돼요.',
        ],
      };
    case 'SESSION_REUSED':
      return {
        subject: '로그인 하나를 끝냈어요',
        paragraphs: [
          hello,
          `${dateOf('ko', facts.sentFor)}에 로그인 열쇠 하나가 두 번 쓰였어요. 누군가 복사했을 수 있어서 그 로그인을 끝냈으니, 그 기기에서 다시 로그인해 주세요.`,
          '까닭을 모르겠다면 비밀번호를 바꿔 주세요. 다른 기기는 모두 로그아웃돼요.',
        ],
      };
    case 'PROVIDER_LINKED':
      return {
        subject: `${content.provider} 계정을 연결했어요`,
        paragraphs: [
          hello,
          `${dateOf('ko', facts.sentFor)}부터 ${content.provider} 계정으로 로그인할 수 있어요.`,
          '내가 연결한 것이 아니라면 계정 설정에서 연결을 끊고, 누군가 비밀번호를 알고 있을 수 있으니 바로 바꿔 주세요.',
        ],
      };
    case 'PROVIDER_UNLINKED':
      return {
        subject: `${content.provider} 계정 연결을 끊었어요`,
        paragraphs: [
          hello,
          `${dateOf('ko', facts.sentFor)}부터 ${content.provider} 계정으로는 로그인할 수 없고, 그렇게 로그인한 기기는 로그아웃했어요.`,
          '내가 끊은 것이 아니라면 누군가 비밀번호를 알고 있을 수 있으니 바로 바꿔 주세요.',
        ],
      };
    case 'ACCOUNT_DISABLED':
      return {
        subject: '계정 사용이 중지되었어요',
        paragraphs: [
          hello,
          `${dateOf('ko', facts.sentFor)}에 관리자가 계정 사용을 중지했어요. 모든 기기에서 로그아웃되었고, 프로필과 쓴 글은 아무에게도 보이지 않아요. 지워진 것은 없어요.`,
          `관리자가 적은 까닭: ${content.reason}`,
          '잘못된 조치라고 생각하시면 이 메일에 답장해 주세요.',
        ],
      };
    case 'ACCOUNT_ENABLED':
      return {
        subject: '계정을 다시 쓸 수 있어요',
        paragraphs: [
          hello,
          '관리자가 계정을 다시 열었어요. 모든 것이 그대로 있으니 로그인하시면 돼요.',
        ],
      };
    case 'ACCOUNT_DEACTIVATED':
      return {
        subject: '계정을 비활성화했어요',
        paragraphs: [
          hello,
          `계정이 비활성화되어 프로필과 쓴 글이 아무에게도 보이지 않아요. ${dateOf('ko', reactivatableUntil(facts.sentFor))}까지 로그인하시면 모두 되돌아와요. 그 뒤에는 계정과 모든 내용을 완전히 지워요.`,
          '내가 한 일이 아니라면 로그인해서 비밀번호를 바꿔 주세요.',
        ],
      };
  }
}

function deviceOf(content: Extract<MailContent, { kind: 'NEW_DEVICE' }>): string | undefined {
  const parts = [content.browser, content.os, content.address].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : undefined;
}

/** In UTC, and says so: where the reader is, is not known. */
function dateOf(language: Language, date: Date): string {
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return `${format.format(date)} (UTC)`;
}
