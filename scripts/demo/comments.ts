import type { Topic } from './posts.ts';

/** What friends say to a post of a topic; the language is that of who speaks. */
export const comments: Record<Topic, { ko: readonly string[]; en: readonly string[] }> = {
  run: {
    ko: ['저도 토요일에 나가요. 천천히 뛰는 조에 넣어 주세요.', '읽기만 했는데 무릎이 시큰하네요. 대단합니다.', '초반 5km만 참으면 돼요. 저는 늘 초반에 무너졌거든요.', '오늘 못 나간 제 신발이 현관에서 울고 있어요.', '물 꼭 챙기세요. 겨울 갈증이 더 무섭습니다.', '그 코스 화장실 위치도 알려 주세요. 중요합니다.', '페이스보다 꾸준함이죠. 응원해요!'],
    en: ['You make me want to get up early. Almost.', 'That pace is my sprint. Well done!', 'How do you keep going after 20 km? Asking for my legs.', 'The last stretch is always in the head. Good work.', 'Gloves. Trust me on the gloves.', 'I will cheer from the warm side of a window.'],
  },
  book: {
    ko: ['이 책 제목 여쭤봐도 될까요? 장바구니 열어 두었어요.', '읽다가 밑줄 그은 문장이 겹치면 괜히 반갑더라고요.', '저도 지난주에 다시 펼쳤어요. 두 번째가 더 좋았습니다.', '조용한 책이 오래간다는 말, 적어 둡니다.', '서점에서 그런 순간을 만나면 하루가 통째로 좋아지죠.', '겨울엔 두꺼운 책이 이불 같아서 좋아요.', '이런 글 때문에 책값이 줄지를 않네요.'],
    en: ['Adding this to the pile that already has its own postcode.', 'Which translation are you reading?', 'The margins of my copy agree with you.', 'I read it on a night bus and missed my stop. Twice.', 'Books choose the weather, I am sure of it.', 'Please never stop posting about this.'],
  },
  code: {
    ko: ['지운 줄 수로 평가받는 세상이 왔으면 좋겠어요.', '시간대, DNS, 캐시. 범인은 늘 셋 중 하나.', '이거 저희 팀 위키 첫 줄에 걸어도 될까요?', '실행 계획을 먼저 보라는 말, 열 번 들어도 부족합니다.', '테스트가 안 깨졌다는 게 제일 부럽네요.', '회고 문화가 좋은 팀이네요. 자리 있나요?', '그 커밋 메시지 저도 보고 싶어요.'],
    en: ['Deleting code is the only refactor that never regresses.', 'Put this on a mug and I will buy twelve.', 'Numbers in the commit message: yes, a thousand times.', 'It was time zones for us last week, too. It is always time zones.', 'What did the plan say before the index?', 'I feel seen by this post and slightly attacked.', 'Would love to read a longer write-up of this.'],
  },
  food: {
    ko: ['읽는 것만으로 배가 고파졌어요. 책임지세요.', '그 집 어디예요? 지도에 별표 찍고 싶어요.', '레시피 공유 가능할까요? 저는 늘 마지막 단계에서 망해요.', '국밥은 언제나 옳습니다.', '저도 오늘 저녁은 이걸로 정했습니다.', '사진이 없는데도 냄새가 나는 글이네요.', '새벽에 고생 많으셨어요. 내일 들를게요!'],
    en: ['I can smell this through the screen.', 'Recipe, please, before I do something drastic.', 'Salt. It is always salt.', 'Soup heals, even the mediocre kind. Especially the mediocre kind.', 'Saving this for the next rainy Sunday.', 'My oven is also slightly broken. We should start a club.'],
  },
  sky: {
    ko: ['창문 열어 봤는데 여기는 아직 비만 와요.', '방금 저도 봤어요! 걸음을 멈추게 하는 하늘이었습니다.', '구름 연재 꼭 해 주세요. 매주 기다릴게요.', '덕분에 하늘을 한 번 더 올려다봤네요.', '우산을 챙길까요, 장갑을 챙길까요?', '눈 소식은 언제 들어도 조금 설레요.', '이런 설명이라면 예보가 틀려도 용서합니다.'],
    en: ['We had the same sky an hour later. Thanks for the warning.', 'Stood outside for ten minutes because of this post. Worth it.', 'I never knew clouds had such good names.', 'Cold hands, happy eyes.', 'The stars here are mostly street lamps, but I looked.', 'Snow makes even the car park beautiful.'],
  },
  walk: {
    ko: ['이 길 주말에 따라 걸어 볼게요.', '벤치 정보가 제일 반갑습니다. 앉을 곳이 있어야 산책이죠.', '골목 이름이 너무 좋아요. 지도에 꼭 남겨 주세요.', '저는 늘 같은 길만 걷는데, 내일은 한 칸 옆으로 가 볼래요.', '걷고 나면 문제의 절반은 풀려 있더라고요.', '고양이가 안내한 길이라면 믿을 수 있죠.'],
    en: ['The feet always win.', 'Adding this walk to my list for spring.', 'Benches facing the water should be a human right.', 'I needed this reminder to go outside.', 'Zero notifications is the real luxury.', 'Children draw the best maps.'],
  },
  photo: {
    ko: ['현상하고 나서야 만나는 순간들이 있죠.', '흔들린 사진이 더 선명할 때가 있어요.', '어떤 필름 쓰셨는지 궁금합니다.', '사진 없이 글만 읽었는데도 장면이 보여요.', '암실 수업, 저도 신청하고 싶어요.', '같은 자리에서 오래 보는 일이 결국 사진이네요.'],
    en: ['Every Friday for a year! That is dedication.', 'The trees are winning, as they should.', 'Blurry photos are just honest photos.', 'Would love to see the whole series on a wall.', 'The ones you forgot taking are always the best.'],
  },
  animal: {
    ko: ['고양이에게 2년은 우리에게 20년이죠. 축하드려요.', '대기실에서 같이 운 사람, 저예요.', '반품에 한 표 던집니다.', '우리 집 강아지도 병원 앞에서는 갑자기 투명 강아지가 됩니다.', '그 참새, 입맛이 저랑 똑같네요.', '아무 때나 괜찮다니, 그 앵무새 인생을 아네요.'],
    en: ['Please give them a treat from me.', 'The mail carrier deserves hazard pay.', 'I am not crying, it is the onions.', 'Animals have the best bedside manner.', 'We need a photo. For science.', 'Naming a cat after a bookshop problem is perfect.'],
  },
  garden: {
    ko: ['볏짚 덮는 손길이 느껴지는 글이에요.', '고라니와의 공생, 응원합니다.', '내년 봄 소식도 꼭 전해 주세요.', '저희 베란다 상추도 안부를 전합니다.', '씨앗 봉투 편지라니, 너무 좋은 말이네요.', '허리 조심하세요. 김장은 내년에도 있으니까요.'],
    en: ['Garlic is hope with a smell.', 'One chilli is how empires start.', 'My compost is jealous of your compost.', 'Do you cover yours with straw, too?', 'The frost got mine. Next year.', 'A ceremony for one chilli is the correct amount of ceremony.'],
  },
  words: {
    ko: ['이 낱말, 오늘부터 제 것으로 하겠습니다.', '설명이 사전보다 따뜻해요.', '식당 사장님이 약을 주셨다니, 그게 바로 정이죠.', '띄어쓰기 하나로 각오가 달라지네요.', '‘는개’라는 말이 있어요. 안개보다 조금 굵고 이슬비보다 가는 비.', '놀멍 쉬멍, 내년 목표로 저도 가져갑니다.', '우리말을 이렇게 들여다봐 주셔서 고마워요.'],
    en: ['Languages are just other people’s ways of noticing.', 'I will use this word today, probably wrongly.', 'It means all three, depending on the eyebrows.', 'This thread is better than my textbook.', 'We have no word for that, and now I miss it.', 'Your cat deserves the honorifics.'],
  },
  music: {
    ko: ['마지막 음이 사라질 때까지의 침묵, 그게 음악이죠.', '읽으면서 머릿속으로 브람스를 틀었어요.', '동네 합창단, 우리 동네에도 필요합니다.', '새 줄의 일주일, 부럽습니다.', '문을 열어 두라는 집주인이라니, 영화 같아요.'],
    en: ['Forty people being terrible together is the whole point.', 'The silence after is my favourite part.', 'I would have left the door open, too.', 'Please record the fifth song.', 'Goosebumps for free is the best price.', 'Now I want to hear that cassette.'],
  },
  film: {
    ko: ['“괜찮대도.” 이 네 글자에 다 들어 있네요.', '이름 올라가는 3초, 다음엔 저도 남아서 박수칠게요.', '농담은 이사라는 비유, 무릎을 쳤습니다.', '자막을 읽는 게 아니라 듣게 만드는 분이시네요.', '여백이 있는 대사, 요즘은 참 귀해요.', '그 영화 제목 슬쩍 알려 주세요.'],
    en: ['Subtitlers are the quiet heroes of every film I love.', 'I always stay for the credits. Now I know whom to thank.', 'Fourteen characters is harder than a sonnet.', 'Jokes as furniture removal: perfect.', 'Which film? I will watch it with your lines.'],
  },
  life: {
    ko: ['이 글 읽고 오늘 하루를 조금 다르게 봤어요.', '알람 없는 토요일, 그보다 더한 사치가 있을까요.', '칭찬 맞아요. 아주 큰 칭찬.', '고무 오리가 제일 좋은 동료죠.', '저장해 두고 힘든 날 다시 읽을게요.', '사소해 보여도 이런 게 오래 남더라고요.', '웃다가 마지막 줄에서 울컥했어요.'],
    en: ['Twelve seconds of kindness goes a long way.', 'Keep that note in your wallet forever.', 'Fish absolutely know.', 'This made a long day shorter. Thank you.', 'Reading this on the train and smiling at strangers.', 'The little things are carrying all of us.'],
  },
};

/** What is said in return, whatever the topic. */
export const replies: { ko: readonly string[]; en: readonly string[] } = {
  ko: ['고맙습니다. 덕분에 힘이 나네요.', '맞아요, 저도 그렇게 생각했어요.', '하하, 다음에 만나면 꼭 이야기해요.', '그 말 기억할게요.', '그건 생각 못 했는데, 한번 해 볼게요!', '저만 그런 게 아니었군요. 다행이에요.', '언제든 환영입니다.', '조만간 후속 글을 올릴게요.', '약속한 겁니다?', '저도 그날 가고 싶어요!', '그렇게 말해 주시니 기쁘네요.', '사실은 저도 아직 연습 중이에요.'],
  en: ['Thank you, that means a lot.', 'Exactly what I thought.', 'Ha, we should compare notes.', 'I will remember that.', 'Good idea, trying it tomorrow.', 'Glad I am not the only one.', 'Any time!', 'More on this soon.', 'Promise?', 'Count me in.', 'You are too kind.', 'Honestly, still practising.'],
};
