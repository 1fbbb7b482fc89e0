"""Everyday notes in twos, "older / newer", by language, labelled by what a person would say of the older one.

`SEEN` are shapes that the rules were mended with. `HELD_OUT` were written down before the rules were, and no
rule is fitted to them. Each pair is assessed by itself: the notes are as short and as plain as people write
them, and would be taken for one another in one file.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Pairs(NamedTuple):
    """Notes of one language."""

    changed: tuple[tuple[str, ...], ...]
    """The newer one gives another value or says the opposite."""
    same: tuple[tuple[str, ...], ...]
    different: tuple[tuple[str, ...], ...]
    """Both hold, or nobody can tell."""
    junk: tuple[str, ...]
    no_junk: tuple[str, ...]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


def _pairs(changed: str, same: str, different: str, junk: str = "", no_junk: str = "") -> Pairs:
    return Pairs(_twos(changed), _twos(same), _twos(different), _lines(junk), _lines(no_junk))


def _twos(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split(" / ")) for line in _lines(text))


SEEN: Final = {
    "en": _pairs(
        """Use Node 18. / Use Node 20.
        CI uses Node 18. / CI uses Node 22.
        The project deadline is 2026-05-03. / The project deadline moved to 2026-05-17.
        Launch date is June 1. / Launch date moved to July 15.
        Launch date is June 1, 2026. / The launch date is now July 15, 2026.
        Use npm to install packages. / Use pnpm instead of npm to install packages.
        Ben prefers tea. / Ben prefers coffee now.
        User prefers dark mode. / User prefers light mode.
        The user prefers short answers. / The user now prefers long answers.
        User prefers tea over coffee in the morning. / User prefers coffee over tea in the morning.
        Team meeting is Mondays at 10. / Team meeting is Tuesdays at 10.
        Weekly sync is Mondays at 10:00. / Weekly sync is Wednesdays at 10:00.
        Do not use tabs. / Use tabs.
        Auto-merge is on. / Auto-merge is off.
        The office is in Berlin. / The office is in Hamburg.
        Prod runs in eu-west-1. / Prod runs in us-east-1.
        Sara lives in Lyon. / Sara moved from Lyon to Berlin.
        Bob is vegetarian. / Bob is not vegetarian anymore.
        User likes coffee. / User no longer likes coffee.
        Deploy window is Tuesday 14:00 to 16:00 UTC. / Deploy window moved to Thursday 14:00 to 16:00 UTC.
        The API rate limit is 100 requests per minute. / API rate limit raised to 250 requests per minute.
        Feature flag new-checkout is enabled. / Feature flag new-checkout is disabled.
        Notifications: enabled / Notifications: disabled
        Host 10.0.0.4 is the NAS. / Host 10.0.0.9 is the NAS.
        Mia's dentist is Dr. Weber. / Mia's dentist is Dr. Lang since Weber retired.
        Default branch is master. / Default branch is main.
        Gym is closed on Sundays. / Gym is open on Sundays.""",
        """Moved router to VLAN 10. / Router moved to VLAN 10.
        User prefers concise answers. / The user prefers concise answers!
        Invoices go out on the 1st of the month. / On the 1st of the month invoices go out.
        Alice and Bob review deploys to production. / Bob and Alice review deploys to production.
        Ruth checks the VAT lines. / Ruth checks the VAT lines""",
        """Alice reports to Bob. / Bob reports to Alice.
        Copy backups from pantry to cellar. / Copy backups from cellar to pantry.
        Customer A pays within 30 days. / Customer B pays within 14 days.
        Plan A costs 10 euros a month. / Plan B costs 20 euros a month.
        Server A has 16 GB of memory. / Server B has 32 GB of memory.
        Vitamin A dose is 800 mg. / Vitamin D dose is 20 mg.
        Team A meets at 10:00 in the big room. / Team B meets at 11:00 in the big room.
        Server web-1 has 16 GB of RAM. / Server web-2 has 32 GB of RAM.
        Room 12 seats 40 people. / Room 14 seats 60 people.
        Weekday alarm is at 6:30. / Weekend alarm is at 9:00.
        Weight on Monday: 81 kg. / Weight on Tuesday: 80 kg.
        2026-04-01: sold 12 bowls. / 2026-04-08: sold 15 bowls.
        Anna likes tea. / Anna likes coffee.
        Mia is allergic to nuts. / Mia is not allergic to milk.
        Q1 revenue was 120k. / Q2 revenue was 140k.
        Ticket ABC-12 is blocked. / Ticket ABC-14 is not blocked.
        In winter the heating starts at 6. / In summer the heating starts at 8.
        Invoice 1041 was paid on 2026-03-30. / Invoice 1042 was paid on 2026-04-02.
        The staging database runs Postgres 15. / The production database runs Postgres 16.
        Use pytest for Python tests. / Use jest for JavaScript tests.
        Never restart the gateway at noon. / Restart the gateway at night if the queue stalls.
        Lunch is at 12. / Tea is at 16.
        Ben needs 2 chairs. / Ben needs 3 tables.
        The keys are in Berlin. / The spare keys are in Hamburg.
        Paul is in Sales. / Paul is in Rome.
        Anna prefers light meals. / Anna prefers dark chocolate.
        Use tabs in Go. / Do not use tabs in Python.
        Call Ben at 9. / Call Ruth at 10.
        Do not call Ben. / Call Ruth.
        The Monday call is at 10. / The Friday call is at 11.
        Backup 1 is on the NAS. / Backup 2 is on the drive.
        v1 is stable. / v2 is stable.
        The API returns 404 for drafts. / The API returns 403 for archives.
        Mia is 9. / Mia is at 9 Elm Street.
        The alarm is on. / The alarm is on the wall.
        The light is off. / The light is on the desk.
        Ben uses 2 monitors. / Ben uses 3 browsers.
        Eat at 12. / Sleep at 22.
        Prefer rest over work. / Prefer work over play.
        Anna moved to Rome in 2019. / Anna moved to Oslo in 2023.
        Anna joined Bosch in 2015. / Anna joined Siemens in 2020.
        The shop is open on Mondays. / The shop is closed on Sundays.
        The gym is Mondays. / The gym is 30 euros.
        Team retro is Mondays. / Team retro is Mondays at 15:00.
        Ben wants short breaks. / Ben wants long holidays.
        The first floor has no lift. / The second floor has a lift.
        Joe is not vegan. / Joe is vegetarian.
        Ruth lives in Bonn. / Ruth lives in Bonn with Paul.
        Ruth lives in Bonn. / Ruth's mother lives in Ulm.
        Plan B is cheaper. / Plan A is safer.
        Use Node 18 for the API. / Use Node 20 for the worker.
        Tickets are in Jira. / Tickets are in English.
        Docs are in English. / Docs are in Confluence.
        Ben is allergic to cats. / Ben is not allergic to dogs.
        Summer hours start at 7. / Winter hours start at 8.
        Dose of aspirin is 100 mg. / Dose of statin is 20 mg.
        192.168.1.1 is the router. / 192.168.1.2 is the switch.
        The dog is fed at 7:00. / The dog is walked at 8:00.
        Ben pays 30 euros a month for gym. / Ben pays 12 euros a month for music.
        Ulm beats Bonn. / Bonn beats Ulm.
        If tests fail, stop the deploy. / If tests pass, start the deploy.
        Ask before deploying. / Do not ask before deploying docs.""",
        """Yes
        and then it worked
        because Anna said so
        | a | b |""",
        """Python: use ruff, not black
        Preferred name: Max
        ABC-123: fixed
        Birthday: 3 May
        The kids: Mia (9), Tom (6)
        Because Anna is allergic to nuts, the kitchen is free of them.
        No meetings before ten.
        Yes to window seats, no to night trains.""",
    ),
    "de": _pairs(
        """Anna wohnt in München. / Anna wohnt jetzt in Hamburg.
        Besprechung ist montags um 10 Uhr. / Besprechung ist dienstags um 10 Uhr.
        Der Nutzer bevorzugt dunkles Design. / Der Nutzer bevorzugt helles Design.
        Der Nutzer mag Kaffee. / Der Nutzer mag keinen Kaffee.
        Rechnungen gehen am 1. raus. / Rechnungen gehen am 5. raus.
        Der NAS läuft auf Port 8080. / Der NAS läuft auf Port 9090.""",
        """Der Router hängt an VLAN 10. / Der Router hängt an VLAN 10
        Im Winter fährt Anna mit dem Zug. / Anna fährt im Winter mit dem Zug.""",
        """Kunde A zahlt in 30 Tagen. / Kunde B zahlt in 14 Tagen.
        Kunde A zahlt in 30 Tagen. / Kunde C zahlt in 14 Tagen.
        Anna wohnt in München. / Anna arbeitet in Hamburg.
        Anna berichtet an Ben. / Ben berichtet an Anna.
        Das Büro ist in Berlin. / Das Lager ist in Hamburg.
        Lisa mag Kaffee. / Lisa mag keinen Tee.""",
        """Ja
        weil Anna das gesagt hat""",
        """Weil Anna Nüsse nicht verträgt, ist die Küche frei davon.
        Ja zu Fensterplätzen, nein zu Nachtzügen.""",
    ),
    "fr": _pairs(
        """Marie habite à Lyon. / Marie habite maintenant à Paris.
        Marie habite à Lyon. / Marie habite à Paris.
        Marie aime le café. / Marie n'aime plus le café.
        La réunion est le lundi à 10h. / La réunion est le mardi à 10h.""",
        """Les factures partent le 1er du mois. / Le 1er du mois les factures partent.""",
        """Le client A paie sous 30 jours. / Le client B paie sous 14 jours.
        Marie habite à Lyon. / Marie travaille à Paris.
        Marie ne boit pas de vin. / Marie boit de la bière.""",
        """Oui
        parce que Marie l'a dit""",
        """Oui aux trains, non aux avions.""",
    ),
    "es": _pairs(
        """Ana vive en Madrid. / Ana ahora vive en Sevilla.
        La reunión es el lunes a las 10. / La reunión es el martes a las 10.
        El servidor usa el puerto 8080. / El servidor ahora usa el puerto 9090.
        Ana come carne. / Ana ya no come carne.""",
        """Las facturas salen el día 1. / El día 1 salen las facturas.""",
        """El cliente A paga en 30 días. / El cliente B paga en 14 días.
        Ana vive en Madrid. / Ana trabaja en Sevilla.""",
        """Sí
        porque Ana lo dijo""",
        """Sin gluten para Ana.""",
    ),
    "zh": _pairs(
        """部署需要审批。 / 部署不需要审批。
        部署前需要备份。 / 部署前不需要备份。
        用户可以接受电话。 / 用户不能接受电话。
        不允许外部访问数据库。 / 允许外部访问数据库。
        用户喜欢深色主题。 / 用户喜欢浅色主题。
        用户住在北京。 / 用户住在上海。
        用户喜欢咖啡。 / 用户不喜欢咖啡。
        数据库端口是 5432。 / 数据库端口改为 5433。
        会议在周一下午三点。 / 会议改到周二下午三点。
        默认编辑器是 Vim。 / 默认编辑器是 VS Code。""",
        """部署前必须备份数据库 / 部署前必须备份数据库。
        数据库在部署前必须备份。 / 部署前数据库必须备份。""",
        """一号机房温度是20度。 / 二号机房温度是22度。
        大儿子每天早上7点起床上学。 / 小儿子每天早上8点起床上学。
        测试服务器的内存是16GB，由小王维护。 / 正式服务器的内存是32GB，由小王维护。
        会议室A可容纳10人。 / 会议室B可容纳20人。
        东京办公室有20人。 / 大阪办公室有30人。
        王芳的手机号是13800001111。 / 李明的手机号是13900002222。
        测试环境的数据库端口是5432。 / 生产环境的数据库端口是5433。
        周一的早班从8点开始。 / 周二的早班从9点开始。
        王芳喜欢茶。 / 李明喜欢茶。
        备份从北库复制到南库，每天晚上运行一次。 / 备份从南库复制到北库，每天晚上运行一次。
        用户需要轮椅。 / 用户可以走路。
        用户喜欢长裤。 / 用户喜欢短裤。
        小王可以开车。 / 小王不喝酒。
        今天不需要开会。 / 每天需要开会。
        女儿喜欢深色衣服。 / 儿子喜欢浅色衣服。
        父亲住在北京。 / 母亲住在上海。
        小明在家工作。 / 小明在公司吃饭。""",
        """好的
        因为安娜这么说""",
        """密码提示：猫的名字
        用户对花生过敏。
        因为安娜对坚果过敏，厨房里没有坚果。""",
    ),
    "ja": _pairs(
        """ユーザーは東京に住んでいる。 / ユーザーは大阪に住んでいる。
        料金は月額980円です。 / 料金は月額1280円です。
        ユーザーはコーヒーが好きです。 / ユーザーはコーヒーが好きではない。
        会議は月曜日の10時です。 / 会議は火曜日の10時です。
        夜間のデプロイは許可されています。 / 夜間のデプロイは許可されていません。
        彼はコーヒーを飲みます。 / 彼はコーヒーを飲みません。
        デフォルトのエディタはVimです。 / デフォルトのエディタはEmacsです。""",
        """デプロイ前に必ずバックアップを取る。 / デプロイの前に必ずバックアップを取る。""",
        """長男の学校は8時に始まります。 / 次男の学校は9時に始まります。
        開発環境のポートは8080です。 / 本番環境のポートは80です。
        東京オフィスの定員は20人です。 / 大阪オフィスの定員は30人です。
        田中さんの電話番号は03-1111です。 / 鈴木さんの電話番号は03-2222です。
        A案は3日かかります。 / B案は5日かかります。
        鈴木さんは肉を食べません。 / 鈴木さんは魚を食べます。""",
        """はい
        なぜならアンナがそう言ったから""",
        """毎朝コーヒーを飲む。""",
    ),
    "ko": _pairs(
        """회의실 예약은 6시 이후에만 가능하다. / 회의실 예약은 7시 이후에만 가능하다.
        사용자는 매일 커피를 마신다. / 사용자는 매일 커피를 마시지 않는다.""",
        """배포 전에 데이터베이스를 백업한다. / 배포 전에 데이터베이스를 백업한다""",
        """한 팀장의 회의는 10시입니다. / 김 팀장의 회의는 11시입니다.
        민수는 커피를 좋아한다. / 지수는 커피를 좋아한다.
        김 부장은 서울에 산다. / 박 부장은 부산에 산다.""",
        """네""",
        """민수는 견과류 알레르기가 있다.""",
    ),
}

HELD_OUT: Final = {
    "en": _pairs(
        """Use Python 3.11. / Use Python 3.13.
        The build uses Java 17. / The build uses Java 21.
        The review is due on March 4. / The review was moved to March 18.
        Rent is 900 euros. / Rent is now 980 euros.
        Use Jest for unit tests. / Use Vitest instead of Jest for unit tests.
        Write commit messages in German. / Write commit messages in English, not in German.
        Carla prefers Firefox. / Carla now prefers Chrome.
        Tom prefers long meetings. / Tom prefers short meetings.
        Nina wants brief replies. / Nina wants detailed replies.
        Prefer tabs over spaces in Go files. / Prefer spaces over tabs in Go files.
        Trash pickup is on Tuesdays. / Trash pickup is on Thursdays.
        The book club is Wednesdays at 19:00. / The book club is Thursdays at 19:00.
        Lock the screen. / Don't lock the screen.
        Telemetry is off. / Telemetry is on.
        Headquarters are in Oslo. / Headquarters are in Bergen.
        Staging runs in us-west-2. / Staging runs in eu-central-1.
        Leo lives in Ghent. / Leo relocated from Ghent to Antwerp.
        Paul eats fish. / Paul does not eat fish any more.
        The cleaner comes at 9:00. / The cleaner comes at 11:00 now.
        The wiki is public. / The wiki is private.
        The NAS is at 10.0.0.4. / The NAS is at 10.0.0.9.
        Emma works at Siemens. / Emma now works at Bosch.
        Backups are encrypted. / Backups are no longer encrypted.
        Standup starts at 9:15. / Standup starts at 9:45.
        Dinner is at seven. / Dinner is at eight.
        The CEO is Maria Lang. / The CEO is Peter Voss.
        Invoices are sent by email. / Invoices are sent by post.
        The guest password changes every 30 days. / The guest password changes every 60 days.""",
        """Nora waters the plants on Sundays. / On Sundays Nora waters the plants.
        Lena and Tom share the car in winter. / Tom and Lena share the car in winter.
        Backups run nightly at 2:00. / The backups run nightly at 2:00.
        Replies should be short and in English. / Replies should be short and in English!
        Before a release, Otto tags the commit. / Otto tags the commit before a release.""",
        """Emma trained Paul last year. / Paul trained Emma last year.
        Trains run from Ulm to Bonn every hour. / Trains run from Bonn to Ulm every hour.
        Run lint before tests in CI. / Run tests before lint in CI.
        Block C has 40 flats. / Block D has 35 flats.
        Option A takes 3 weeks. / Option B takes 5 weeks.
        Group A starts at 9:00 in the gym. / Group C starts at 10:30 in the gym.
        Hepatitis B shot lasts 20 years. / Hepatitis A shot lasts 25 years.
        db-01 has 64 GB of memory. / db-02 has 128 GB of memory.
        Locker 7 belongs to Anna. / Locker 9 belongs to Ben.
        Emma runs on Mondays. / Emma runs on Fridays.
        Yoga on Mondays at 18:00. / Yoga on Thursdays at 18:00.
        Standup is every day at 9:30. / Standup is at 11:00 this Friday.
        Olga is 41. / Ivan is 43.
        Olga speaks Dutch. / Olga now speaks Greek.
        Paul has a cat. / Paul has a dog now.
        The north gate opens at 7:00. / The south gate opens at 8:00.
        The old router is on port 1. / The new router is on port 2.
        The London office has 20 people. / The Leeds office has 12 people.
        Ben paid 40 euros on Monday. / Ben paid 60 euros on Friday.
        Emma's flight is on May 3. / Emma's exam is on May 9.
        Small boxes hold 4 bottles. / Large boxes hold 9 bottles.
        Tests run on Linux. / Tests run on Linux and macOS.
        The kitchen light is on. / The hall light is off.
        Read the docs first. / Do not read the logs.
        Berlin is 4 hours away by train. / Munich is 6 hours away by train.
        The long meeting is on the first floor. / The short meeting is on the first floor.
        Anna is in the choir. / Anna is in the chess club.
        Use room 4 for calls. / Use room 6 for workshops.
        The first backup runs at 1:00. / The second backup runs at 3:00.
        Type A plugs need an adapter. / Type C plugs need an adapter.""",
        """OK, thanks!
        but it failed again
        since they asked for it
        | 12 | ok |
        Done.
        which is why we did it""",
        """Or's birthday is in May.
        Butter, not oil.
        Since March the rent is 980 euros.
        OK button is green.
        Never on Sundays
        Yes means approved, silence means rejected.
        And Co. is the landlord's firm.
        a | b means either
        so-net is the provider
        Tea: green""",
    ),
    "de": _pairs(
        """Lena lebt in Köln. / Lena lebt nun in Bonn.
        Paul arbeitet bei Siemens. / Paul arbeitet inzwischen bei Bosch.
        Der Yogakurs ist mittwochs um 18 Uhr. / Der Yogakurs ist donnerstags um 18 Uhr.
        Lena bevorzugt kurze Antworten. / Lena bevorzugt lange Antworten.
        Die Miete beträgt 900 Euro. / Die Miete beträgt jetzt 980 Euro.
        Paul isst Fleisch. / Paul isst kein Fleisch mehr.
        Der Stichtag ist der 3. Mai. / Der Stichtag wurde auf den 17. Mai verschoben.
        Tests laufen nachts. / Tests laufen nicht mehr nachts.
        Verwende npm für Skripte. / Verwende pnpm statt npm für Skripte.
        Das Büro ist in Berlin. / Das Büro ist in Leipzig.""",
        """Jeden Abend sichert der Server die Daten. / Der Server sichert jeden Abend die Daten.
        Lena trinkt Tee ohne Zucker. / Lena trinkt Tee ohne Zucker!""",
        """Haus B hat 12 Wohnungen. / Haus C hat 9 Wohnungen.
        Lena vertritt Paul im Urlaub. / Paul vertritt Lena im Urlaub.
        Züge fahren von Ulm nach Bonn. / Züge fahren von Bonn nach Ulm.
        Lena joggt montags. / Lena joggt freitags.
        Die Tochter ist 9 Jahre alt. / Der Sohn ist 7 Jahre alt.
        Das alte Büro hat 10 Plätze. / Das neue Büro hat 20 Plätze.
        Paul spricht Polnisch. / Paul spricht jetzt auch Spanisch.""",
        """In Ordnung.
        und dann ging es wieder""",
        """Und-Verknüpfungen klammern
        Aber-Sätze mag Lena nicht.
        Nein heißt nein.""",
    ),
    "fr": _pairs(
        """Paul travaille chez Renault. / Paul travaille désormais chez Peugeot.
        Le loyer est de 900 euros. / Le loyer est maintenant de 980 euros.
        Luc préfère le mode sombre. / Luc préfère le mode clair.
        Luc mange du poisson. / Luc ne mange plus de poisson.
        Le cours est le jeudi à 18h. / Le cours est le vendredi à 18h.
        Le bureau est à Nantes. / Le bureau est à Lille.
        Utilise npm pour les scripts. / Utilise pnpm au lieu de npm pour les scripts.
        Le serveur utilise le port 8080. / Le serveur utilise le port 9090.""",
        """Le soir, Luc arrose les plantes. / Luc arrose les plantes le soir.""",
        """Le bâtiment B a 12 étages. / Le bâtiment C a 9 étages.
        Luc remplace Zoé en août. / Zoé remplace Luc en août.
        Zoé parle russe. / Zoé parle maintenant italien.
        La fille a 9 ans. / Le fils a 7 ans.""",
        """D'accord
        et puis ça a marché""",
        """Et Cie est le nom du bailleur.""",
    ),
    "es": _pairs(
        """Luis trabaja en Seat. / Luis trabaja ahora en Renault.
        El alquiler es de 900 euros. / El alquiler ahora es de 980 euros.
        Luis prefiere respuestas cortas. / Luis prefiere respuestas largas.
        Luis usa gafas. / Luis ya no usa gafas.
        La clase es los jueves a las 18. / La clase es los viernes a las 18.
        La oficina está en Bilbao. / La oficina está en Vigo.
        Usa npm para los scripts. / Usa pnpm en lugar de npm para los scripts.""",
        """Por la noche Luis riega las plantas. / Luis riega las plantas por la noche.""",
        """El edificio B tiene 12 pisos. / El edificio C tiene 9 pisos.
        Luis sustituye a Eva. / Eva sustituye a Luis.
        Eva habla ruso. / Eva ahora habla italiano.
        La hija tiene 9 años. / El hijo tiene 7 años.""",
        """De acuerdo
        y luego funcionó""",
        """Y Griega es el nombre del bar.""",
    ),
    "zh": _pairs(
        """小李在华为工作。 / 小李现在在小米工作。
        访客可以使用打印机。 / 访客不可以使用打印机。
        发布需要两人审核。 / 发布不再需要两人审核。
        用户偏好简短的回答。 / 用户偏好详细的回答。
        房租是每月3000元。 / 房租现在是每月3500元。
        小李吃牛肉。 / 小李不吃牛肉了。
        周会在每周一上午10点。 / 周会改到每周三上午10点。
        服务器有公网地址。 / 服务器没有公网地址。
        默认分支是master。 / 默认分支改成main。
        小李搬家前住在杭州。 / 小李搬到了苏州。
        自动合并已开启。 / 自动合并已关闭。
        接口超时时间为30秒。 / 接口超时时间现在为60秒。""",
        """每天晚上备份数据库。 / 数据库每天晚上备份。
        用户不吃辣 / 用户不吃辣！""",
        """南门早上7点开门。 / 北门早上8点开门。
        女儿今年9岁。 / 儿子今年7岁。
        方案甲需要3周。 / 方案乙需要5周。
        A栋有12层。 / B栋有9层。
        小李每周一游泳。 / 小李每周五游泳。
        小李会说法语。 / 小李现在会说日语。
        小李教小王英语。 / 小王教小李英语。
        主库的内存是64GB，放在上海机房。 / 备库的内存是128GB，放在上海机房。
        春季学期3月1日开始。 / 秋季学期9月1日开始。
        小张不吃香菜。 / 小李吃香菜。""",
        """没问题
        然后就好了""",
        """可以吃海鲜
        但丁是猫的名字
        周末休息""",
    ),
    "ja": _pairs(
        """山田さんは京都に住んでいます。 / 山田さんは今は奈良に住んでいます。
        家賃は9万円です。 / 家賃は現在10万円です。
        山田さんは肉を食べます。 / 山田さんは肉を食べません。
        サーバーのポートは8080です。 / サーバーのポートは9090になりました。
        ゴミの日は火曜日です。 / ゴミの日は木曜日です。
        ユーザーは短い回答を好む。 / ユーザーは長い回答を好む。
        自動マージは有効です。 / 自動マージは無効です。
        レビューは必要です。 / レビューは必要ではありません。""",
        """毎晩データベースをバックアップする。 / データベースを毎晩バックアップする。""",
        """南口は7時に開きます。 / 北口は8時に開きます。
        A棟は12階建てです。 / B棟は9階建てです。
        山田さんは鈴木さんに英語を教えている。 / 鈴木さんは山田さんに英語を教えている。
        娘は9歳です。 / 息子は7歳です。
        山田さんは犬が好きです。 / 鈴木さんは犬が好きです。
        春の合宿は3日間です。 / 夏の合宿は5日間です。""",
        """了解です
        それで直りました""",
        """でもちゃんは猫の名前です。
        雨の日は在宅勤務。""",
    ),
    "ko": _pairs(
        """민수는 서울에 산다. / 민수는 이제 부산에 산다.
        월세는 90만원이다. / 월세는 이제 98만원이다.
        민수는 고기를 먹는다. / 민수는 고기를 먹지 않는다.
        서버 포트는 8080이다. / 서버 포트는 9090이다.
        주간 회의는 월요일이다. / 주간 회의는 수요일이다.
        자동 병합은 활성 상태다. / 자동 병합은 비활성 상태다.""",
        """매일 밤 데이터베이스를 백업한다. / 데이터베이스를 매일 밤 백업한다.""",
        """남문은 7시에 연다. / 북문은 8시에 연다.
        딸은 9살이다. / 아들은 7살이다.
        민수는 지수에게 영어를 가르친다. / 지수는 민수에게 영어를 가르친다.
        A동은 12층이다. / B동은 9층이다.""",
        """알겠습니다
        그리고 나서 됐다""",
        """그리고르는 집주인 이름이다.""",
    ),
}
