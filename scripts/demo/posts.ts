export type Topic =
  | 'run'
  | 'book'
  | 'code'
  | 'food'
  | 'sky'
  | 'walk'
  | 'photo'
  | 'animal'
  | 'garden'
  | 'words'
  | 'music'
  | 'film'
  | 'life';

/** What each person of the demo world writes, with the topic their friends answer to. */
export const posts: Record<string, readonly (readonly [Topic, string])[]> = {
  jiyun: [
    [
      'book',
      '교정지 마지막 장을 넘겼다. 삼백이십 쪽 동안 “것 같다”를 마흔한 번 지웠다. 작가님은 아직 모르신다.',
    ],
    [
      'walk',
      '망원 한강공원까지 걸었다. 퇴근길 강바람이 목덜미로 들어오는 걸 보니 #첫눈 이 머지않았다.',
    ],
    [
      'book',
      '오늘의 문장.\n“서두르는 사람은 같은 길을 두 번 걷는다.”\n\n원고에서 가져온 건데, 이 문장 하나로 책 제목을 다시 생각하게 됐다.',
    ],
    ['food', '망원시장 손칼국수집이 이십 년 만에 간판을 바꿨다. 맛은 그대로라 안심했다.'],
    [
      'life',
      '알람 없이 일어난 토요일. 커튼 사이로 들어온 빛이 책장 두 번째 칸까지 닿으면 열 시다.',
    ],
    [
      'book',
      '서점에서 내가 편집한 책을 읽고 있는 분을 봤다. 웃는 대목이 내가 웃었던 대목과 같았다. 말은 못 걸었다.',
    ],
    ['words', '띄어쓰기 상담 환영합니다. “한번 해 보자”와 “한 번 해 보자”는 다른 각오예요.'],
    [
      'walk',
      '@sehun 님 지도를 들고 전주 골목을 걷고 왔습니다. 파란 대문 집 감나무, 아직 그대로예요. #산책',
    ],
    [
      'life',
      '독서 모임 다음 책을 정해야 하는데 후보가 열한 권이다. 여러분이라면 겨울에 어떤 책을 펴시나요?',
    ],
    ['book', '표지 시안 세 개 중 가장 조용한 걸 골랐다. 조용한 책이 오래 서가에 남는다고 믿는 편.'],
  ],
  mina: [
    [
      'code',
      'Shipped the new search today: two-character Korean words, initial consonants, and no extra server. The best part of the change is what we could delete.',
    ],
    [
      'food',
      'Sourdough number 41. Finally an ear on the crust. I would like to thank patience and a slightly broken oven.',
    ],
    [
      'code',
      'A query took 900 ms. The fix was one index and forty minutes of staring at a plan. Always look at the plan first.',
    ],
    [
      'life',
      'Rain for the ninth day. The city smells like cedar and coffee and I am not complaining yet.',
    ],
    [
      'code',
      'Rule I keep relearning: measure before, measure after, write both numbers into the commit message. #typescript',
    ],
    [
      'words',
      'My grandmother writes ㄱㅅ at the end of every message now. She learned it from her card group. I have never been prouder.',
    ],
    ['food', 'Made 수제비 from memory. The memory was wrong but the soup was right.'],
    [
      'book',
      'Reading about the history of the index — the kind at the back of books. Turns out people were angry about search results in 1532, too.',
    ],
    [
      'code',
      'Reviewing a pull request where the description is longer than the diff. This is what love looks like.',
    ],
    ['walk', 'Seawall at 6 am: two herons, one rower, zero notifications.'],
  ],
  doyun: [
    [
      'run',
      '아침에 한강을 뛰고 왔어요. 물안개가 천천히 걷히는 걸 보면서 10km를 채웠습니다. 다음 달 대회까지 페이스를 5분 40초에 맞추는 게 목표예요. #마라톤준비',
    ],
    [
      'run',
      '인터벌 800m 여섯 개. 다섯 번째에서 포기하고 싶었는데 옆 레인 할아버지가 저보다 빠르셔서 못 멈췄습니다.',
    ],
    ['food', '장거리 다음 날은 무조건 국밥. 이건 과학입니다.'],
    ['run', '새 러닝화 첫날. 발이 빨라진 게 아니라 마음이 빨라진 거라는 걸 3km쯤에서 알았다.'],
    ['run', 'LSD 28km 완료. 마지막 3km는 하늘만 보고 뛰었다. 노을이 페이스메이커. #마라톤준비'],
    ['life', '출근 전 한 시간을 온전히 쓰면 하루가 두 번 시작되는 기분이다.'],
    ['run', '비 와서 쉰다. 쉬는 것도 훈련이라고 적어 두지만, 신발은 현관에 내놨다.'],
    ['sky', '여의도에서 본 오늘 하늘. @haneul 님, 저 물고기 비늘 같은 구름 이름이 뭔가요?'],
    [
      'run',
      '토요일 6시 반 여의나루에서 같이 뛰실 분? 페이스는 이야기할 수 있을 만큼만. #마라톤준비',
    ],
    ['run', '기록보다 기억. 오늘은 시계를 벗고 뛰었습니다.'],
  ],
  seoyeon: [
    [
      'sky',
      '첫눈이 온다는 소식에 창문을 열었는데, 정말 조금 흩날리다 말았네요. 그래도 올해의 #첫눈 으로 기록해 둡니다.',
    ],
    [
      'words',
      '오늘 교실에서 나온 새 낱말: “졸눈”. 졸린 눈이 아니라, 졸다가 마주친 선생님 눈이래요.',
    ],
    [
      'words',
      '‘눈치’를 영어로 설명해 달라는 @jonas 님께: 방 안의 공기를 소리 없이 읽는 일. 그리고 읽은 티를 내지 않는 일.',
    ],
    [
      'book',
      '아이들과 백석을 읽었다. “가난한 내가 아름다운 나타샤를 사랑해서”에서 교실이 조용해졌다. 시가 이긴 날.',
    ],
    ['food', '춘천 사는 사람으로서 말합니다. 닭갈비는 볶음밥을 먹기 위한 과정입니다.'],
    ['life', '시험 문제를 내는 밤. 정답보다 매력적인 오답을 만드는 게 더 어렵다.'],
    [
      'words',
      '순우리말 하나. ‘윤슬’: 햇빛이나 달빛에 비치어 반짝이는 잔물결. 소양강이 오늘 내내 그랬다.',
    ],
    ['walk', '호숫가를 한 바퀴 돌면 채점할 힘이 생긴다. 두 바퀴 돌면 채점을 잊는다. #산책'],
    [
      'book',
      '받아쓰기 대신 ‘들은 대로 그리기’를 했다. 같은 문장인데 스물여섯 장의 다른 그림이 나왔다.',
    ],
    ['life', '졸업생이 찾아와서 “선생님은 그대로네요” 했다. 칭찬으로 듣기로 했다.'],
  ],
  jonas: [
    ['words', '오늘 배운 한국어: “눈치”. 사전보다 @seoyeon 님의 설명이 훨씬 나았어요.'],
    [
      'words',
      'Korean has a word for the sound of snow being stepped on: 뽀드득. German just says "knirschen" and moves on.',
    ],
    [
      'words',
      '저는 오늘 “배가 고프다”와 “배가 아프다”를 헷갈렸어요. 식당 사장님이 약을 주셨습니다.',
    ],
    ['food', 'First attempt at kimchi. The neighbours have questions. I have kimchi.'],
    [
      'words',
      'Proverb of the week: 소 잃고 외양간 고친다. "Fixing the barn after losing the cow." Every post-mortem I have ever attended.',
    ],
    [
      'life',
      'The tram driver waited for me today. Twelve seconds of kindness; I have been nice to strangers all day because of it.',
    ],
    ['words', '존댓말은 어렵지만 재미있어요. 제 고양이한테도 존댓말을 씁니다.'],
    [
      'music',
      'Went to hear Bach at the Thomaskirche after work. You can live here ten years and still get goosebumps for free.',
    ],
    ['words', 'Question for native speakers: is “괜찮아요” yes, no, or please stop?'],
    [
      'walk',
      'Sunday walk around the lake. Everyone I met said "Moin", which is not even from here.',
    ],
  ],
  haneul: [
    [
      'sky',
      '새벽 네 시 관측. 서쪽에서 들어오는 구름띠가 예쁘게 말려 있다. 내일 오후, 중부는 눈이 섞인 비. #첫눈',
    ],
    [
      'sky',
      '“비 온다며!” 하는 전화를 세 통 받았다. 강수확률 60%는 열 번 중 네 번은 안 온다는 뜻입니다. 여러분 사랑합니다.',
    ],
    [
      'sky',
      '오늘 하늘에 뜬 건 권적운이에요. 물고기 비늘처럼 보이는 구름. 하루이틀 안에 날씨가 바뀐다는 신호이기도 합니다.',
    ],
    ['photo', '관측소 옥상 퇴근 기념 사진은 늘 하늘. 초점은 늘 구름.'],
    ['life', '기상청 체육대회는 항상 날짜를 신중하게 정한다. 그래도 두 번에 한 번은 비가 온다.'],
    ['sky', '서리가 내린 아침에는 소리가 멀리까지 들린다. 찬 공기가 소리를 아래로 눕혀 주거든요.'],
    ['food', '야근 메뉴 투표에서 또 김치찌개가 이겼다. 예측 가능한 대기, 예측 가능한 회식.'],
    ['sky', '달무리가 졌다. 어른들 말씀대로 내일은 비. 이번엔 모델도 어른들 편이다.'],
    [
      'run',
      '@doyun 님이 토요일에 뛰신다기에 말씀드리면: 아침 기온 2도, 바람 초속 3미터, 맑음. 장갑 챙기세요.',
    ],
    ['sky', '구름 이름 열 가지를 외우면 하늘이 책처럼 읽힌다. 한 주에 하나씩 올려 볼까요?'],
  ],
  dana: [
    [
      'garden',
      'Last tomatoes of the year, picked green before the frost. Seven quarts of chutney later I can confirm: my hands will smell like vinegar until spring.',
    ],
    [
      'life',
      'Shift ended at 7. A patient who had not spoken in two days asked me what the weather was like. We looked out of the window together for a while.',
    ],
    [
      'garden',
      'Garlic is in the ground. Nothing makes you believe in the future like planting garlic in November.',
    ],
    ['life', 'Night shift rule: whoever says the word "quiet" buys the donuts.'],
    ['food', 'Green chile stew, the kind that fixes things.'],
    ['garden', 'The compost is steaming. I have never felt so powerful.'],
    ['animal', 'A roadrunner has claimed my porch. He has opinions about the mail carrier.'],
    ['sky', 'Desert sunrise on the drive home. Pink, then gold, then bed.'],
    [
      'book',
      'Reading a novel in five-minute breaks. It takes months and the characters start to feel like coworkers.',
    ],
    [
      'garden',
      'Someone left three pumpkin seedlings on my steps with a note: "you seem like you would know". Best compliment of the year.',
    ],
  ],
  sehun: [
    [
      'walk',
      '전주천 징검다리를 다섯 번 건넜다. 지도에는 네 개라고 적혀 있어서 다시 세러 갔다 왔다. 다섯 개가 맞다. #산책',
    ],
    ['walk', '막다른 골목 끝에서 만난 고양이가 길을 알려 줬다. 담 위로 가라는 뜻이었지만. #산책'],
    ['photo', '같은 골목을 네 번째 계절에 찍었다. 담쟁이만 옷을 갈아입는다.'],
    [
      'walk',
      '산책 지도 2판 인쇄 들어갑니다. 이번에는 벤치와 화장실을 다 넣었어요. 화장실이 벤치보다 먼저 완성됐습니다.',
    ],
    [
      'food',
      '콩나물국밥집 줄이 길어서 옆집에 갔는데, 옆집이 더 맛있었다. 지도에 적을지 말지 사흘째 고민 중.',
    ],
    ['walk', '오늘 걸은 거리 14km, 새로 알게 된 골목 여섯 개, 짖은 개 두 마리.'],
    ['life', '이사 온 지 십 년. 이제 동네 할머니들이 길을 나한테 물어보신다.'],
    ['walk', '골목 이름이 없는 곳에는 이름을 붙인다. 오늘은 ‘빨래가 먼저 마르는 길’.'],
    ['sky', '한옥마을 지붕 위로 진눈깨비. 기와에 닿는 소리가 다르다. #첫눈'],
    [
      'book',
      '@jiyun 님이 보내 주신 책을 전주천 벤치에서 다 읽었다. 벤치 번호는 17번. 앞으로 책 벤치로 부르겠습니다.',
    ],
  ],
  yuna: [
    [
      'photo',
      '지난여름 찍은 필름을 이제야 현상했다. 영도 앞바다, 셔터를 누른 기억이 없는 사진이 제일 좋다.',
    ],
    [
      'animal',
      '고양이 두 마리가 인화 건조대를 침대로 쓰기 시작했다. 사진마다 털이 한 올씩. 한정판입니다.',
    ],
    ['photo', '흔들린 사진을 버리지 않기로 했다. 그날 바람이 그만큼 불었다는 기록이니까.'],
    [
      'walk',
      '흰여울길 끝까지 걸어서 해 지는 걸 봤다. 카메라를 안 가져간 날이 제일 예쁘다는 법칙. #산책',
    ],
    ['photo', '필름값이 또 올랐다. 한 롤에 서른여섯 번, 한 컷에 한 번씩 더 생각하게 된다.'],
    [
      'animal',
      '둘째 고양이가 처음으로 먼저 다가왔다. 2년 걸렸다. 사진은 못 찍었다. 숨도 못 쉬었으니까.',
    ],
    ['food', '비 오는 부산은 밀면보다 돼지국밥. 이건 취향이 아니라 기압의 문제.'],
    [
      'photo',
      '암실 수업 첫날, 빨간 불 아래서 수강생 얼굴이 떠오르는 순간 다들 같은 소리를 낸다. 아.',
    ],
    ['sky', '부산은 눈 대신 별이 왔다. 다들 #첫눈 자랑하시니 저는 별 자랑.'],
    ['life', '할머니 사진첩을 스캔하는 중. 1962년의 할머니가 나랑 똑같은 표정을 짓고 있다.'],
  ],
  tom: [
    ['run', 'Cycled the canal path with all three kids. Average speed: goose-dependent.'],
    ['food', 'Leek and potato soup, attempt nine. My eldest called it "technically soup".'],
    [
      'life',
      'The youngest asked whether fish know they are wet. I have been thinking about it since Tuesday.',
    ],
    ['run', 'New chain, new cassette, same legs.'],
    [
      'walk',
      'School run by cargo bike in the rain: three passengers, two umbrellas, one song on repeat for 25 minutes.',
    ],
    [
      'code',
      'My daughter wrote her first program. It prints her name one thousand times. She would like to know how to stop it.',
    ],
    ['life', 'Found a note in my lunch box: "dont forget to eat dad". I am keeping this forever.'],
    ['food', 'The secret of good soup is apparently salt. Nine attempts. Salt.'],
    [
      'sky',
      'Frost on the allotments this morning and a sunrise that made the whole commute stop talking.',
    ],
    ['music', 'The street has started a choir. We are terrible. Forty people came.'],
  ],
  hyejin: [
    [
      'food',
      '새벽 네 시 반, 첫 반죽. 오늘 온도 18도, 습도 낮음. 물을 조금 더 넣었다. 반죽이 대답했다.',
    ],
    [
      'food',
      '소금빵이 열 시에 다 나갔다. 열 시 십 분에 오신 분의 표정을 잊을 수가 없어서 내일은 한 판 더 굽는다.',
    ],
    ['food', '크루아상 결이 스물일곱 겹. 세어 보는 사람이 있을까 싶지만, 내가 세어 봤다.'],
    [
      'life',
      '빵집에서 일하면 좋은 점: 아침에 만나는 사람들이 다 웃는다. 나쁜 점: 나도 웃어야 한다.',
    ],
    ['food', '단팥빵 팥을 줄였더니 단골 할아버지가 “요즘 팥이 비싼가 봐” 하셨다. 다시 늘렸다.'],
    ['animal', '가게 앞에 매일 오는 참새가 있다. 부스러기에도 취향이 있어서 바게트만 먹는다.'],
    ['food', '@mina 님의 마흔한 번째 사워도우를 축하하며, 저희 집 르방 이름은 춘식이입니다.'],
    ['sky', '오븐 문을 열 때마다 창에 김이 서린다. 그 틈으로 본 오늘의 눈발. #첫눈'],
    ['food', '무반죽빵 교실 후기: 여덟 분 중 일곱 분이 반죽을 하셨다.'],
    ['life', '퇴근이 오후 두 시라서 하루가 하나 더 있다. 그 하루를 낮잠에 쓴다.'],
  ],
  minjae: [
    [
      'code',
      '오늘 한 일: 코드 1,204줄 삭제, 42줄 추가, 테스트 하나도 안 깨짐. 이런 날을 위해 출근한다.',
    ],
    [
      'code',
      '장애 회고에서 제일 중요한 질문은 “누가”가 아니라 “무엇이 그걸 가능하게 했나”. 오늘도 벽에 붙였다.',
    ],
    ['code', '캐시를 넣기 전에 쿼리를 고치고, 쿼리를 고치기 전에 그 화면이 필요한지 물어보자.'],
    [
      'code',
      '카프카를 껐다. 글은 계속 써졌다. 다시 켰다. 밀린 알림이 순서대로 도착했다. 아웃박스 만세. #typescript',
    ],
    [
      'food',
      '점심 메뉴를 정하는 서비스를 만들자는 이야기가 3년째 나온다. 우리는 오늘도 제육을 먹었다.',
    ],
    ['life', '재택 이틀째, 말한 상대: 고양이, 배달 기사님, 고무 오리.'],
    ['code', '타입이 통과했다고 맞는 코드는 아니지만, 타입이 울면 대개 내가 틀렸다. #typescript'],
    ['book', '기술 책 대신 소설을 읽으니 변수 이름이 좋아졌다는 리뷰를 받았다.'],
    ['code', '세 시간 찾은 버그의 원인: 시간대. 언제나 시간대다.'],
    ['walk', '판교에서 탄천까지 걸으면 머릿속 스택이 정확히 비워진다. #산책'],
  ],
  aisha: [
    [
      'sky',
      'Clear sky over Glasgow tonight, which the council has presumably registered as an incident. Jupiter is the bright one above the station.',
    ],
    [
      'food',
      'A customer asked for "whatever you would drink". I made a flat white and we talked about neutron stars until the queue complained.',
    ],
    [
      'sky',
      'The light from that star left before the printing press. You are looking at it with eyes full of coffee. That is all.',
    ],
    ['life', 'Latte art progress: previously a blob, now a confident blob.'],
    [
      'sky',
      'Leonids this week. Wrap up, look east after midnight, give your eyes twenty minutes. No telescope needed.',
    ],
    ['book', 'Re-reading Sagan with the door open and rain coming in. Perfect.'],
    ['food', 'New beans from a tiny farm in Sidama. Tastes like apricot and somebody being right.'],
    [
      'music',
      'The busker outside plays the same four songs. Today there was a fifth. The whole café applauded.',
    ],
    [
      'words',
      'Scots word of the day: "smirr" — rain so fine it hangs in the air. @seoyeon does Korean have one?',
    ],
    [
      'sky',
      'Someone asked if astronomers believe in horoscopes. I believe in seasonal affective disorder and that is close enough.',
    ],
  ],
  kyungho: [
    ['garden', '마늘 심고 볏짚 덮기 끝. 이제 밭도 나도 겨울잠.'],
    ['garden', '배추 서른 포기 뽑았다. 김장은 가족이 하는 일이 아니라 허리가 하는 일이다.'],
    [
      'garden',
      '고라니가 시금치를 먹었다. 울타리를 높였다. 고라니가 더 높이 뛰었다. 내년에는 같이 먹는 걸로.',
    ],
    ['food', '김장 날 수육은 국룰이 아니라 헌법입니다.'],
    [
      'garden',
      '낙엽을 모아 퇴비장을 만들었다. 봄이 되면 이 잎들이 상추가 된다. 순환이란 게 별거 아니다.',
    ],
    ['sky', '양평은 밤사이 눈이 살짝 쌓였다. 배추 뿌리 자리마다 하얀 동그라미. #첫눈'],
    ['life', '도시 사는 딸이 내려와서 하루 종일 고구마만 구웠다. 효도다.'],
    ['garden', '씨앗 봉투에 이름과 날짜를 적는 저녁. 내년의 나에게 보내는 편지.'],
    ['animal', '닭이 오늘 처음으로 알을 낳았다. 온 동네에 자랑했다. 닭이.'],
    ['garden', '@dana 님, 마늘은 깊이 심을수록 겨울을 잘 납니다. 손가락 두 마디면 충분해요.'],
  ],
  sora: [
    ['book', '서점 문을 열고 첫 손님이 올 때까지의 한 시간. 이 시간에 읽은 책만 추천합니다.'],
    ['book', '베껴 쓰기 열한 번째 책을 마쳤다. 손으로 옮기면 작가가 어디서 숨을 쉬었는지 보인다.'],
    ['walk', '바람이 너무 불어서 입간판이 혼자 산책을 나갔다. 세 집 건너에서 찾았다. #산책'],
    [
      'book',
      '“비 오는 날 읽을 책 주세요” 하시는 손님께 시집을, “비 그치면 읽을 책 주세요” 하시는 손님께 여행기를.',
    ],
    ['food', '귤 한 상자를 계산대에 두었더니 책보다 먼저 나간다. 귤 서점으로 업종 변경을 고민 중.'],
    ['book', '문 닫는 서점에서 서가를 얻어 왔다. 나무에 밴 종이 냄새까지 따라왔다.'],
    ['life', '겨울 제주에는 사람이 적다. 대신 한 사람 한 사람이 오래 머문다.'],
    ['words', '제주말 하나. ‘놀멍 쉬멍’: 놀면서 쉬면서. 올해 목표로 삼았는데 잘 지키는 중입니다.'],
    ['book', '독립 출판 입고 메일에 답장을 쓰는 날. 거절 메일을 쓰는 데 제일 오래 걸린다.'],
    ['animal', '서점 고양이 이름을 공모합니다. 현재 1위는 ‘반품’.'],
  ],
  lena: [
    [
      'music',
      'Rehearsal day three of Brahms. The second violins have started a group chat to mourn.',
    ],
    ['music', 'A viola joke a day keeps the therapist in pay.'],
    [
      'walk',
      'Seven hours between trains in Salzburg. I walked up the hill, sat down, and did absolutely nothing. Recommended.',
    ],
    [
      'music',
      'Tonight the slow movement went completely silent — no coughs, no phones, eighteen hundred people holding one breath. This is why.',
    ],
    ['food', 'Dressing-room dinner: an apple, a pretzel and the conductor’s forgotten sandwich.'],
    ['music', 'New strings. For one week I will sound expensive.'],
    [
      'book',
      'Reading scores on the train gets you either total privacy or a very long conversation. Today: conversation. Retired tuba player. Wonderful.',
    ],
    [
      'life',
      'My landlord knocked to complain about the practising, heard it was Schubert, and asked me to leave the door open.',
    ],
    [
      'music',
      'If you have never played pizzicato with cold hands in an unheated church, you have not lived. Or you have lived better.',
    ],
    [
      'sky',
      'First snow over the Ring this morning, and every tram bell a third lower than usual. #첫눈',
    ],
  ],
  jaewon: [
    [
      'film',
      '오늘의 자막 고민: “I’m fine.” 열네 글자 안에서 울고 있다는 걸 어떻게 알릴까. 결국 “괜찮대도.”로 갔다.',
    ],
    ['film', '농담은 번역이 아니라 이사다. 가구를 다 옮겨도 벽지가 다르다.'],
    [
      'film',
      '엔딩 크레디트에 이름이 올라가는 3초를 보려고 극장에 끝까지 앉아 있었다. 청소하시는 분과 눈인사를 했다.',
    ],
    ['words', '‘정’을 옮길 단어를 찾다가 하루가 갔다. 내일도 갈 것 같다.'],
    [
      'film',
      '1950년대 영화를 옮기는 중. 모두가 천천히 말해서 글자 수가 남는다. 여백이 있는 대사는 아름답다.',
    ],
    ['food', '마감 날의 연남동 라멘. 차슈 한 장 추가는 나에게 주는 자막료.'],
    ['film', '두 줄 중 아랫줄을 짧게 할지 윗줄을 짧게 할지로 한 시간 토론했다. 이 직업이 좋다.'],
    [
      'book',
      '@jiyun 편집자님과 “것 같다” 삭제 모임을 만들기로 했습니다. 회칙 제1조: 좋은 것 같다 금지.',
    ],
    ['life', '헤드폰을 벗으면 동네가 갑자기 입체 음향이다.'],
    ['film', '자막 없이 본 영화가 더 슬펐다. 아는 말이 적을수록 얼굴을 오래 보게 되니까.'],
  ],
  chris: [
    [
      'code',
      'Migrated a service from a 400-line config to a 40-line program. The config had comments apologising for itself. #typescript',
    ],
    ['walk', 'Low tide at 05:52. Walked out to the skerry and back with dry socks. A first.'],
    ['code', 'Every "temporary" flag in this codebase has a birthday, and some of them can drive.'],
    [
      'life',
      'The boat is out of the water. Eight months of sanding and telling people it will be faster next year.',
    ],
    ['code', 'Hot take: the best retry policy is a smaller blast radius.'],
    ['food', 'Cardamom buns and a compiler that says zero errors. Saturday.'],
    ['sky', 'Fog so thick this morning that the ferry announced itself like an old friend.'],
    [
      'code',
      'Exhaustive switch statements have saved me more often than code review has. Sorry, colleagues. #typescript',
    ],
    [
      'music',
      'Old cassette found in the boat: my father singing sea shanties in 1981. He was good. He never said.',
    ],
    ['book', 'Tide tables are the only prophecy literature I trust.'],
  ],
  naeun: [
    ['animal', '오늘의 환자: 양말을 삼킨 리트리버. 오늘의 보호자: 양말 한 짝을 들고 우는 일곱 살.'],
    ['animal', '고양이 체중 재기는 총 3분, 설득이 2분 50초.'],
    [
      'animal',
      '열여덟 살 강아지가 백내장 수술을 마치고 보호자를 알아봤다. 대기실이 다 같이 울었다.',
    ],
    [
      'life',
      '진료실 벽에 붙은 메모: “검색하지 말고 전화하세요.” 그 아래 누가 적어 놓았다. “전화 안 받으시잖아요.”',
    ],
    ['animal', '앵무새가 내 목소리로 “괜찮아요”를 배워 갔다. 보호자 말로는 아무 때나 한단다.'],
    ['food', '점심시간 12분. 삼각김밥 두 개와 침묵.'],
    ['animal', '길고양이 중성화 봉사 스물두 마리. 이름을 다 지어 줬는데 종이가 모자랐다.'],
    ['walk', '퇴근길에 우리 병원 출신 강아지 넷을 만났다. 나를 보고 셋이 숨었다. #산책'],
    [
      'animal',
      '@yuna 님 둘째 고양이 이야기 읽고 진료 기다리던 분들께 읽어 드렸어요. 2년이라니, 대단한 사랑.',
    ],
    ['life', '당직 새벽, 라디오에서 나오는 노래를 환자들이 듣고 있다. 오늘은 재즈로.'],
  ],
  priya: [
    [
      'walk',
      'Counted 212 benches along the river today. 31 face the water, 140 face the road. We have work to do.',
    ],
    [
      'life',
      'A city is a promise that strangers will mostly be decent. Rush hour on the Circle Line: promise kept, again.',
    ],
    [
      'walk',
      'The shortest path across the park is not on any plan, but ten thousand feet have drawn it. We are paving it next month. The feet won.',
    ],
    ['food', 'Kaya toast, two soft eggs, and a meeting that could have been kaya toast.'],
    ['garden', 'The rooftop garden at work produced one (1) chilli. There was a ceremony.'],
    ['sky', 'Monsoon arrived at 3 pm sharp, as scheduled, and cancelled everything, as scheduled.'],
    [
      'book',
      'Jane Jacobs again. Every time I open it the city outside the window gets a little louder.',
    ],
    [
      'walk',
      'Asked children to map their way to school. Not one drew a road. They drew trees, dogs and one excellent wall.',
    ],
    [
      'photo',
      'Took the same photo from the same footbridge every Friday for a year. The trees are winning.',
    ],
    [
      'code',
      'Taught myself enough TypeScript to count benches faster. There are 1,847. #typescript',
    ],
  ],
};
