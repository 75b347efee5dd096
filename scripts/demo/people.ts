/** One member of the demo world. */
export type Person = {
  handle: string;
  displayName: string;
  bio: string;
  location: string;
  language: 'ko' | 'en';
  websiteUrl?: string;
  roles?: ['MEMBER', 'ADMIN'];
};

/** How many of the first are the demo log-ins that `npm start` shows. */
export const logInCount = 2;

export const people: readonly Person[] = [
  {
    handle: 'jiyun',
    displayName: '서지윤',
    bio: '출판 편집자. 아침에 읽고 밤에 걷습니다.',
    location: '서울 망원동',
    language: 'ko',
  },
  {
    handle: 'mina',
    displayName: 'Mina Park',
    bio: 'I build search engines and bake bread, in that order most days.',
    location: 'Vancouver',
    language: 'en',
    websiteUrl: 'https://example.com/mina',
  },
  {
    handle: 'doyun',
    displayName: '김도윤',
    bio: '한강 러너. 풀코스 세 번째 준비 중. 페이스 5:40.',
    location: '서울 여의도',
    language: 'ko',
  },
  {
    handle: 'seoyeon',
    displayName: '이서연',
    bio: '국어 교사. 사전에 없는 말을 모읍니다.',
    location: '춘천',
    language: 'ko',
  },
  {
    handle: 'jonas',
    displayName: 'Jonas Weber',
    bio: 'Learning Korean one proverb at a time. 실수해도 괜찮아요.',
    location: 'Leipzig',
    language: 'en',
  },
  {
    handle: 'haneul',
    displayName: '문하늘',
    bio: '기상청에서 구름을 봅니다. 하늘 사진 환영.',
    location: '대전',
    language: 'ko',
  },
  {
    handle: 'dana',
    displayName: 'Dana Reyes',
    bio: 'Night-shift nurse, day-shift gardener.',
    location: 'Albuquerque',
    language: 'en',
  },
  {
    handle: 'sehun',
    displayName: '오세훈',
    bio: '동네 산책 지도를 그립니다. 골목은 배신하지 않아요.',
    location: '전주',
    language: 'ko',
  },
  {
    handle: 'yuna',
    displayName: '최유나',
    bio: '필름 카메라와 고양이 두 마리. 인화는 직접.',
    location: '부산 영도',
    language: 'ko',
  },
  {
    handle: 'tom',
    displayName: 'Tom Okafor',
    bio: 'Cyclist, father of three, maker of mediocre soup.',
    location: 'Bristol',
    language: 'en',
  },
  {
    handle: 'hyejin',
    displayName: '박혜진',
    bio: '빵집 새벽반. 오늘의 첫 빵은 늘 내가 먹는다.',
    location: '광주',
    language: 'ko',
  },
  {
    handle: 'minjae',
    displayName: '정민재',
    bio: '백엔드 개발자. 지운 코드가 가장 좋은 코드.',
    location: '판교',
    language: 'ko',
    websiteUrl: 'https://example.com/minjae',
    roles: ['MEMBER', 'ADMIN'],
  },
  {
    handle: 'aisha',
    displayName: 'Aisha Rahman',
    bio: 'Astronomer by training, barista by choice.',
    location: 'Glasgow',
    language: 'en',
  },
  {
    handle: 'kyungho',
    displayName: '한경호',
    bio: '텃밭 12년 차. 상추는 거들 뿐.',
    location: '양평',
    language: 'ko',
  },
  {
    handle: 'sora',
    displayName: '윤소라',
    bio: '독립 서점 주인. 한 달에 한 권은 손으로 베껴 씁니다.',
    location: '제주',
    language: 'ko',
  },
  {
    handle: 'lena',
    displayName: 'Lena Fischer',
    bio: 'Viola in a small orchestra. Rehearsals, trains, rehearsals.',
    location: 'Vienna',
    language: 'en',
  },
  {
    handle: 'jaewon',
    displayName: '강재원',
    bio: '영화 자막을 옮깁니다. 두 줄, 열네 글자의 세계.',
    location: '서울 연남동',
    language: 'ko',
  },
  {
    handle: 'chris',
    displayName: 'Chris Lindqvist',
    bio: 'TypeScript, tide tables, and a very old boat.',
    location: 'Gothenburg',
    language: 'en',
  },
  {
    handle: 'naeun',
    displayName: '신나은',
    bio: '수의사. 동물보다 보호자 상담이 더 어렵습니다.',
    location: '수원',
    language: 'ko',
  },
  {
    handle: 'priya',
    displayName: 'Priya Nair',
    bio: 'Urban planner. I count benches.',
    location: 'Singapore',
    language: 'en',
  },
];
