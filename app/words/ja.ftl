# Pages and mails. The same messages with the same variables stand in every language.

# Head and foot
skip = 本文へ移動
status = 稼働状況
site = サイト
more = その他
get-updates = 通知を受け取る
history = 履歴
uptime = 稼働率
calendar = カレンダー
last-change = 最終変更
state-of = 表示時点
live = 自動更新中
pause = 自動更新を停止
resume = 自動更新を再開
theme = 配色
theme-system = 配色：システム
theme-light = 配色：ライト
theme-dark = 配色：ダーク
language = 言語
stale = このページは現在、データベースに接続できません。次の時点の情報を表示しています：
page-description = { $brand }の現在の稼働状況、障害、メンテナンス、稼働率。
page-title = { $title } - { $brand } 稼働状況

# States
tone-unknown = 不明
tone-operational = 正常稼働
tone-maintenance = メンテナンス中
tone-degraded = パフォーマンス低下
tone-partial = 一部障害
tone-major = 重大な障害
state-open = 対応中

# Severities
severity-p1 = P1 緊急
severity-p2 = P2 高
severity-p3 = P3 中
severity-p4 = P4 低
severity-p1-means = サービス全体が停止しているか、データまたはセキュリティが危険にさらされています。
severity-p2-means = 主要な機能が停止しているか、遅くなっています。
severity-p3-means = 一部の機能に問題がありますが、ほとんどの方はご利用いただけます。
severity-p4-means = 表示上の問題、または簡単に回避できる問題です。

# Phases
phase-investigating = 調査中
phase-identified = 原因特定
phase-monitoring = 経過観察中
phase-resolved = 復旧済み
phase-false_alarm = 誤報
phase-scheduled = 予定
phase-in_progress = 実施中
phase-verifying = 確認中
phase-completed = 完了
phase-cancelled = 中止
phase-running-over = 予定時間超過
phase-postmortem = 事後報告

# The one sentence
overall-state = 全体の状況
overall-well = すべてのシステムが正常に稼働しています。
overall-well-in = { $region }では、すべてのシステムが正常に稼働しています。
overall-unknown = 監視対象はまだありません。
overall-unknown-in = { $region }には、監視対象がまだありません。
overall-maintenance = 計画メンテナンスを実施中です。
overall-maintenance-in = { $region }で計画メンテナンスを実施中です。
overall-incidents =
    { $count ->
       *[other] { $count }件の障害に対応中です。
    }
overall-normal =
    { $count ->
       *[other] { $regions }は正常です。
    }
since = 発生日時
next-update-by = 次回更新予定
cause = 原因
what-to-do = 対処方法
expected-end = 終了見込み
next-update = 次回更新
next-update-late = 次回の更新が予定より{ $length }遅れています。
late-by = { $length }遅れ
edited = 編集
countdown-in = あと{ "{}" }
countdown-late = { "{}" }遅れ
in-length = あと{ $length }

# The page
regions = 地域
all-regions = すべての地域
open-incidents = 対応中の障害
planned = 計画メンテナンス
components = コンポーネント
no-components = コンポーネントはまだありません。担当者が管理画面の「Settings」で追加します。
other = その他
all-components = すべてのコンポーネント
former-component = 以前のコンポーネント
legend = 記号の意味
ninety-days-ago = 90日前
today = 今日
availability-90 = 90日間で{ $percent }
percent = { $number }%
no-trouble = 問題なし
nothing-known = データなし
trouble-days =
    { $count ->
       *[other] 問題のあった日：{ $count }日
    }
bars-unknown = { $component }：データはまだありません。
bars-well = { $component }：90日間の稼働率は{ $percent }、問題はありませんでした。
bars-trouble =
    { $count ->
       *[other] { $component }：90日間の稼働率は{ $percent }、問題のあった日は{ $count }日です。
    }
lost-major = 重大な障害{ $length }
lost-partial = 一部障害{ $length }
lost-degraded = パフォーマンス低下{ $length }
lost-maintenance = メンテナンス{ $length }
day-lost = { $day }：{ $lost }
earlier-updates =
    { $count ->
       *[other] 以前の更新{ $count }件
    }
past-incidents = 過去の障害
no-incidents = 障害はありません。
more-incidents = 他 { $count } 件
whole-history = すべての履歴
ongoing = 継続中
names-in-regions = { $names }（{ $regions }）
name-in-region = { $name }（{ $region }）
to = ～

# Lengths of time
length-none = 1分未満
length-minutes = { $minutes }分
length-hours = { $hours }時間
length-hours-minutes = { $hours }時間{ $minutes }分
length-days = { $days }日
length-days-hours = { $days }日{ $hours }時間

# An incident or a maintenance
started = 発生日時
resolved = 復旧日時
lasted = 継続時間
lasts = 経過時間
takes = 所要時間
begins = 開始
ends = 終了
customers-affected = 影響を受けるお客様
about-percent = 約{ $number }%
affected = 影響範囲
affected-now = 影響範囲
affected-then = 影響のあった範囲
not-affected = 影響なし
component = コンポーネント
region = 地域
severity = 重大度
updates = 更新情報
related = 関連する障害
part-of = より大きな障害の一部です
copy-link = リンクをコピー
copied = コピーしました
to-calendar = カレンダーに追加
planned-work = 計画メンテナンス
maintenance-title = メンテナンス：{ $title }
read-postmortem = 事後報告を読む
postmortem = 事後報告
postmortem-title = 事後報告：{ $title }
to-incident = 障害の詳細と更新情報
published = 公開日時
told = 通知先
told-counts =
    { $count ->
       *[other] 購読者{ $count }人
    }

# History
months = 月
history-title = 履歴：{ $month }
narrow = 絞り込む
search = キーワード
any-component = すべてのコンポーネント
any-severity = すべての重大度
show-all = すべて表示
found-title = 検索：{ $text }
found =
    { $count ->
        [0] 見つかりませんでした。キーワードを減らすか、別のキーワードをお試しください。
       *[other] { $count }件見つかりました。
    }
pages = ページ
page-of = 全{ $count }ページ中{ $page }ページ目
newer = 新しいもの
older = 古いもの
quiet-month = この月に始まった障害やメンテナンスはありません。
quiet-month-narrowed = この月に始まったもので、条件に合うものはありません。

# Uptime
availability = 稼働率
availability-of = 稼働率（%）：{ $group }
availability-by-region = 地域別の稼働率（%）
availability-by-month = 月別の稼働率（%）
window-24h = 24時間
window-7d = 7日
window-30d = 30日
window-90d = 90日
window-year = 1年
uptime-note = コンポーネントが稼働していた時間の割合です。停止として数える割合は、一部障害が{ $partial }%、パフォーマンス低下が{ $degraded }%、メンテナンスが{ $maintenance }%です。監視していなかった時間は計算から除いています。
calendar-of-all = すべてのコンポーネントのカレンダー
calendar-of-days = 1年間の日別カレンダー
calendar-whose = { $name }：日別

# Subscribing
subscribe-title = 通知を受け取る
subscribe-heading = 更新情報を受け取る
subscribe-lede = 選んだ内容だけをお送りします。変更や停止のためのリンクを毎回お付けします。
subscribe-lede-sms = 選んだ内容だけをお知らせします。変更するには、ここに番号をもう一度入力してください。リンクが届きます。
follow = この障害を追跡する
follow-lede = 終わるまで更新のたびにお知らせします。それ以外のお知らせは増えません。
follows = 「{ $title }」を終わるまで追跡しています。
preferences-title = 通知の設定
preferences-heading = 受け取る内容
preferences-lede = { $whose }の設定の変更は、すぐに反映されます。
email = メールアドレス
email-hint = 確認のためのメールを1通お送りします。確認が済むまで、ほかのメールはお送りしません。
fault-email = メールアドレスを正しく入力してください（例：ada@example.com）。
faults =
    { $count ->
       *[other] { $count }か所をご確認ください
    }
regions-hint = 何も選ばない場合は、すべての地域について通知します。
components-hint = 何も選ばない場合は、すべてのコンポーネントについて通知します。グループ全体を選ぶと、後から追加されるコンポーネントも対象になります。
all = すべて
all-of = { $group }のすべて
how-bad = 重大度
how-bad-hint = 何も選ばない場合は、P1とP2について通知します。
what-about = 通知の種類
kind-incidents = 障害
kind-maintenance = 計画メンテナンス
kind-postmortems = 事後報告
time-zone = タイムゾーン
time-zone-hint = 時刻はこのタイムゾーンで表示し、UTCを併記します。
mail-language = お知らせの言語
leave-empty = この欄は空のままにしてください
subscribe = 登録する
save = 保存
saved = 保存しました。
your-data = あなたのデータ
your-data-note = ここに保存されているあなたに関するすべての情報をファイルで受け取るか、すべて消去できます。
your-data-save = 保存
erase = すべて消去
erased-title = 消去しました
erased-text = あなたに関する情報は残っておらず、今後は何も送信されません。いつでも登録し直せます。
stop-all = すべて停止
stop-note = ただちに停止し、送信待ちのものも送りません。いつでも登録し直せます。
rather-a-feed = フィードをご希望の場合
feeds-note = フィードにはメールアドレスは不要です。URLに?region=、component=、severity=、kind=を付けると、内容を絞り込めます。
feed-title = { $brand } 稼働状況
feed-description = { $brand }の障害、メンテナンス、事後報告
calendar-title = { $brand } メンテナンス

# One thing to say
go-home = 現在の状況を見る
hasty = 送信が早すぎました。自動プログラムでなければ、もう一度ボタンを押してください。
thanks-title = あと一歩で完了です
thanks-text = アドレスが有効であれば、まもなく確認メールが届きます。メール内のリンクを開き、ボタンを押してください。それまでは何もお送りしません。
confirm-title = 登録を確認しますか？
confirm-text = ボタンを押すと、今後、障害の通知が届きます。押すまでは何もお送りしません。
confirm-button = 確認する
confirmed-title = 登録が完了しました
confirmed-text = 今後、お選びいただいた内容をお知らせします。どのメールにも、設定の変更と配信停止のためのリンクがあります。
change-what-you-get = 通知の設定を変更
unsubscribe = 配信停止
stop-title = すべてのメールを停止しますか？
stop-text = まだ何も変更されていません。ボタンを押すと、送信待ちのものも含めて、今後メールは送信されません。
change-instead = 停止せずに設定を変更
stopped-title = メールを停止しました
stopped-text = 送信待ちのものも含めて、メールを停止しました。いつでも再登録できます。
mute = この障害のお知らせを停止
mute-text = まだ何も変更されていません。ボタンを押すと、「{ $title }」については、解決のお知らせも含めて今後何も送信されません。ほかのお知らせはこれまでどおり届きます。
stop = 停止
muted-title = この障害のお知らせを停止しました
muted-text = 「{ $title }」については、今後何も送信されません。ほかのお知らせはこれまでどおり届きます。
ended-title = この登録は終了しました
ended-text = 通知を受け取るには、もう一度登録してください。
missing-title = ページが見つかりません
missing-text = アドレスが古いか、入力が間違っている可能性があります。お客様の情報は何も変更されていません。
invalid-title = 入力内容に誤りがあります
conflict-title = この操作は行えません
often-title = 試行回数が多すぎます
often-text =
    { $seconds ->
       *[other] { $seconds }秒後にもう一度お試しください。
    }
broken-title = 現在、この操作を行えません
broken-text = 何も変更されていません。1分後にもう一度お試しください。入力中だった場合は、前の画面に戻ると、入力内容がフォームに残っています。
late-text = 処理されたかどうかはまだわかりません。1分後にもう一度ご確認ください。入力中だった場合は前のページに戻ってください。入力内容はフォームに残っており、再送信しても処理は一度だけです。
error-title = サービス側でエラーが発生しました
error-text = エラーは番号{ $id }で記録されました。お客様の情報は何も変更されていません。1分後にもう一度お試しください。

# Mails
subject-opened = [障害] { $title }
subject-updated = [続報] { $title }
subject-resolved = [復旧] { $title }
subject-retracted = [誤報] { $title }
all-updates = すべての更新情報
mail-reason = このメールは、{ $host }で{ $brand }の通知に登録された方にお送りしています。
mail-chosen = 選択内容：{ $what }
post-asked = どなたか（おそらくあなた）が、{ $brand }の障害情報をここで受け取ることを希望しました。
post-test = これはテストです
post-test-text = { $brand }のお知らせがここに届くことを確認するためのものです。障害は発生していません。
rather-in = チャットやプログラムで受け取りますか？
by-mail = メールで
by-sms = SMSで
webhook = Webhook
endpoint = WebhookのURL
endpoint-slack = Slackでチャンネルに「Incoming Webhooks」アプリを追加し、そのURLをコピーしてください。
endpoint-teams = チャネルで「ワークフロー」からWebhook要求の受信用テンプレートを選び、そのURLをコピーしてください。
endpoint-discord = チャンネルの設定で「連携サービス」の「ウェブフック」を開き、URLをコピーしてください。
endpoint-google_chat = スペースで「アプリと統合」の「Webhook」を開き、URLをコピーしてください。
endpoint-webhook = ご自身のhttps://のURLです。リクエストはStatuspageと同じ形式で、署名付き（Standard Webhooks）です。
endpoint-sms = 国番号から入力してください（例：+81 3 1234 5678）。STOPと返信すると終了します。
telephone = 電話番号
thanks-post = URLに到達できれば、メッセージが届きます。その中のリンクを開いてボタンを押すまで、お知らせは送信されません。
thanks-sms = 番号に到達できれば、SMSが届きます。その中のリンクを開いてボタンを押すまで、お知らせは送信されません。
sms-confirm = { $brand }：SMSで通知を受け取るには、こちらでボタンを押してください。{ $link } お心当たりがなければ無視してください。
sms-known = { $brand }：すでにSMSで通知を受け取っています。変更・停止：{ $link }
sms-test = { $brand }：これはテストです。通知は届いています。変更：{ $link }
send-test = テストを送信
test-sent = テストを送信しています。
test-waits = テストは先ほど送信されました。10分後にもう一度お試しください。
secret = 署名シークレット
secret-note = リクエストが当方からのものであることを確認できます。変更後の1日間は両方を使用します。
secret-change = シークレットを変更
secret-changed = シークレットを変更しました。以前のものも1日間使用されます。
letter-known = すでに登録されています
letter-confirm = 登録の確認をお願いします
letter-asked = { $brand }の障害情報をメールで受け取るお申し込みがありました。
letter-known-text = このアドレスはすでに登録されています。通知の設定を変更できます。
letter-confirm-text = あと一歩で完了です。ページを開いて、ボタンを押してください。
letter-not-you = お心当たりがない場合は、このメールを無視してください。今後メールが届くことはありません。

# Pieces for other sites
banner-close = 閉じる
banner-more = 詳細
subject-notice = [お知らせ] { $state }: { $title }
notice-planned = 計画メンテナンス
notice-upcoming = まもなくメンテナンス
notice-moved = メンテナンスの日程変更
notice-started = メンテナンスを開始しました
notice-progress = メンテナンスの続報
notice-overrun = メンテナンスが延びています
notice-finished = メンテナンスが完了しました
notice-cancelled = メンテナンスを中止しました
planned-before = 変更前の予定
effect = 影響
effect-unavailable = 利用できません
effect-degraded = 遅くなり、中断することがあります
effect-none = 影響はない見込みです
contact-by = ご都合が悪い場合のご連絡期限
subject-reviewed = [お知らせ] 事後報告: { $title }
planned-end = 当初の終了予定

# Templates and service credits
fill-eta = { $time }までに復旧する見込みです。
fill-eta-unknown = 復旧の時期は、まだわかっていません。
fill-next = 次回更新予定：{ $time }まで。
fill-next-open = 詳しいことがわかり次第、改めてお知らせします。
fill-share = お客様の{ $percent }
fill-credit = { $month }分のサービスクレジット：{ $amount }。
fill-unanswered = 慎重に作業を進めており、完了しだいこちらでお知らせします。
credit-subject = サービスクレジット：{ $month }
credit-heading = サービスクレジットのお知らせ
credit-text = { $month }について、お約束した水準を守れませんでした。{ $scope }の稼働率は{ $percent }でした。{ $amount }をお返しし、次回の請求書に反映します。
credit-reason = このメールは、{ $brand }をご利用の組織の方にお送りしています。
further-dates = 今後の日程
