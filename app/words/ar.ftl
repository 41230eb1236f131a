# Pages and mails. The same messages with the same variables stand in every language.

# Head and foot
skip = الانتقال إلى المحتوى
status = حالة الخدمات
site = الموقع
more = المزيد
get-updates = الاشتراك
history = السجل
uptime = التوفر
calendar = التقويم
last-change = آخر تغيير في
state-of = الحالة في
live = تحديث تلقائي
pause = إيقاف التحديث مؤقتًا
resume = استئناف التحديث
theme = الألوان
theme-system = الألوان: حسب النظام
theme-light = الألوان: فاتحة
theme-dark = الألوان: داكنة
language = اللغة
stale = تعذّر على هذه الصفحة الوصول إلى قاعدة بياناتها. المعلومات المعروضة تعود إلى
page-description = الحالة الحالية والأعطال والصيانة ونسبة التوفر لخدمات { $brand }.
page-title = { $title } - حالة خدمات { $brand }

# States
tone-unknown = غير معروف
tone-operational = يعمل طبيعيًا
tone-maintenance = قيد الصيانة
tone-degraded = أداء منخفض
tone-partial = انقطاع جزئي
tone-major = انقطاع كبير
state-open = مفتوح

# Severities
severity-p1 = P1 حرجة
severity-p2 = P2 عالية
severity-p3 = P3 متوسطة
severity-p4 = P4 منخفضة
severity-p1-means = خدمة كاملة متوقفة، أو أن البيانات أو الأمان في خطر.
severity-p2-means = ميزة رئيسية متوقفة أو بطيئة.
severity-p3-means = ميزة ثانوية فيها مشكلات، ويمكن لمعظم المستخدمين متابعة العمل.
severity-p4-means = مشكلة في المظهر فقط، أو مشكلة يسهل تجاوزها.

# Phases
phase-investigating = قيد التحقيق
phase-identified = تم تحديد السبب
phase-monitoring = قيد المراقبة
phase-resolved = تم الحل
phase-false_alarm = إنذار كاذب
phase-scheduled = مقررة
phase-in_progress = جارية
phase-verifying = قيد التحقق
phase-completed = اكتملت
phase-cancelled = أُلغيت
phase-running-over = تجاوزت الوقت المحدد
phase-postmortem = تقرير ختامي

# The one sentence
overall-state = الحالة العامة
overall-well = جميع الأنظمة تعمل بشكل طبيعي.
overall-well-in = جميع الأنظمة تعمل بشكل طبيعي في { $region }.
overall-unknown = لا شيء قيد المراقبة حتى الآن.
overall-unknown-in = لا شيء قيد المراقبة في { $region } حتى الآن.
overall-maintenance = تجري حاليًا أعمال صيانة مقررة.
overall-maintenance-in = تجري حاليًا أعمال صيانة مقررة في { $region }.
overall-incidents =
    { $count ->
        [zero] لا توجد أعطال مفتوحة.
        [one] يوجد عطل واحد مفتوح.
        [two] يوجد عطلان مفتوحان.
        [few] توجد { $count } أعطال مفتوحة.
        [many] يوجد { $count } عطلًا مفتوحًا.
       *[other] يوجد { $count } عطل مفتوح.
    }
overall-normal =
    { $count ->
        [zero] لا توجد مناطق غير متأثرة.
        [one] المنطقة غير المتأثرة: { $regions }.
        [two] المنطقتان غير المتأثرتين: { $regions }.
        [few] المناطق غير المتأثرة: { $regions }.
        [many] المناطق غير المتأثرة: { $regions }.
       *[other] المناطق غير المتأثرة: { $regions }.
    }
since = منذ
next-update-by = التحديث القادم في موعد أقصاه
cause = السبب
what-to-do = ما يمكنك فعله
expected-end = النهاية المتوقعة
next-update = التحديث القادم
next-update-late = التحديث القادم متأخر بمقدار { $length }.
late-by = متأخر بمقدار { $length }
edited = عُدِّل
countdown-in = المتبقي: { "{}" }
countdown-late = التأخير: { "{}" }
in-length = المتبقي: { $length }

# The page
regions = المناطق
all-regions = كل المناطق
open-incidents = الأعطال المفتوحة
planned = الصيانة المقررة
components = المكوّنات
no-components = لا توجد مكوّنات بعد. يضيفها فريق العمل من قسم «Settings» في منطقة الإدارة.
other = أخرى
all-components = كل المكوّنات
former-component = مكوّن سابق
legend = معاني الرموز
ninety-days-ago = قبل 90 يومًا
today = اليوم
availability-90 = { $percent } خلال 90 يومًا
percent = { $number }%
no-trouble = بلا مشكلات
nothing-known = لا توجد بيانات
trouble-days =
    { $count ->
        [zero] لا مشكلات في أي يوم
        [one] مشكلات في يوم واحد
        [two] مشكلات في يومين
        [few] مشكلات في { $count } أيام
        [many] مشكلات في { $count } يومًا
       *[other] مشكلات في { $count } يوم
    }
bars-unknown = { $component }: لا توجد بيانات بعد.
bars-well = { $component }: نسبة التوفر { $percent } خلال 90 يومًا، بلا مشكلات.
bars-trouble =
    { $count ->
        [zero] { $component }: نسبة التوفر { $percent } خلال 90 يومًا، بلا مشكلات.
        [one] { $component }: نسبة التوفر { $percent } خلال 90 يومًا، مع مشكلات في يوم واحد.
        [two] { $component }: نسبة التوفر { $percent } خلال 90 يومًا، مع مشكلات في يومين.
        [few] { $component }: نسبة التوفر { $percent } خلال 90 يومًا، مع مشكلات في { $count } أيام.
        [many] { $component }: نسبة التوفر { $percent } خلال 90 يومًا، مع مشكلات في { $count } يومًا.
       *[other] { $component }: نسبة التوفر { $percent } خلال 90 يومًا، مع مشكلات في { $count } يوم.
    }
lost-major = انقطاع كبير لمدة { $length }
lost-partial = انقطاع جزئي لمدة { $length }
lost-degraded = أداء منخفض لمدة { $length }
lost-maintenance = صيانة لمدة { $length }
day-lost = { $day }: { $lost }
earlier-updates =
    { $count ->
        [zero] لا تحديثات سابقة
        [one] تحديث سابق واحد
        [two] تحديثان سابقان
        [few] { $count } تحديثات سابقة
        [many] { $count } تحديثًا سابقًا
       *[other] { $count } تحديث سابق
    }
past-incidents = الأعطال السابقة
no-incidents = لا توجد أعطال.
more-incidents =
    { $count ->
        [zero] لا مزيد ({ $count })
        [one] حادث آخر واحد
        [two] حادثان آخران
        [few] { $count } حوادث أخرى
        [many] { $count } حادثًا آخر
       *[other] { $count } حادث آخر
    }
whole-history = السجل الكامل
ongoing = مستمر
names-in-regions = { $names } في { $regions }
name-in-region = { $name }، { $region }
to = إلى

# Lengths of time
length-none = أقل من دقيقة
length-minutes = { $minutes } د
length-hours = { $hours } س
length-hours-minutes = { $hours } س { $minutes } د
length-days = { $days } ي
length-days-hours = { $days } ي { $hours } س

# An incident or a maintenance
started = البداية
resolved = وقت الحل
lasted = المدة
lasts = حتى الآن
takes = المدة
begins = البداية
ends = النهاية
customers-affected = العملاء المتأثرون
about-percent = نحو { $number }%
affected = المكوّنات المتأثرة
affected-now = المكوّنات المتأثرة
affected-then = المكوّنات التي تأثرت
not-affected = غير متأثر
component = المكوّن
region = المنطقة
severity = درجة الخطورة
updates = التحديثات
related = أعطال مرتبطة
part-of = جزء من عطل أكبر
copy-link = نسخ الرابط
copied = تم النسخ
to-calendar = إضافة إلى التقويم
planned-work = صيانة مقررة
maintenance-title = صيانة: { $title }
read-postmortem = قراءة التقرير الختامي
postmortem = التقرير الختامي
postmortem-title = التقرير الختامي: { $title }
to-incident = العطل وتحديثاته
published = تاريخ النشر
told = المُبلَّغون
told-counts =
    { $count ->
        [zero] لا مشتركين
        [one] مشترك واحد
        [two] مشتركان
        [few] { $count } مشتركين
        [many] { $count } مشتركًا
       *[other] { $count } مشترك
    }

# History
months = الأشهر
history-title = السجل: { $month }
narrow = تصفية
search = النص
any-component = أي مكوّن
any-severity = أي درجة خطورة
show-all = عرض الكل
found-title = بحث: { $text }
found =
    { $count ->
        [zero] لم يُعثر على نتائج. يُرجى تجربة كلمات أقل أو كلمات أخرى.
        [one] نتيجة واحدة.
        [two] نتيجتان.
        [few] { $count } نتائج.
        [many] { $count } نتيجة.
       *[other] { $count } نتيجة.
    }
pages = الصفحات
page-of = الصفحة { $page } من { $count }
newer = الأحدث
older = الأقدم
quiet-month = لم تبدأ أي أعطال أو أعمال صيانة في هذا الشهر.
quiet-month-narrowed = لم يبدأ شيء من هذا النوع في هذا الشهر.

# Uptime
availability = التوفر
availability-of = نسبة التوفر المئوية: { $group }
availability-by-region = نسبة التوفر المئوية حسب المنطقة
availability-by-month = نسبة التوفر المئوية حسب الشهر
window-24h = 24 ساعة
window-7d = 7 أيام
window-30d = 30 يومًا
window-90d = 90 يومًا
window-year = سنة
uptime-note = نسبة الوقت الذي عمل فيه المكوّن. يُحتسب من مدة الانقطاع الجزئي { $partial }%، ومن مدة انخفاض الأداء { $degraded }%، ومن مدة الصيانة { $maintenance }% انقطاعًا. أما الوقت الذي لم تجرِ فيه أي مراقبة فلا يدخل في الحساب.
calendar-of-all = تقويم كل المكوّنات
calendar-of-days = سنة كاملة يومًا بيوم
calendar-whose = { $name }، يومًا بيوم

# Subscribing
subscribe-title = الاشتراك في التحديثات
subscribe-heading = تلقّي المستجدات
subscribe-lede = فقط عمّا تختاره. في كل رسالة رابط لتغيير ذلك أو إيقافه.
subscribe-lede-sms = فقط ما تختاره. للتغيير أدخل الرقم هنا مرة أخرى، فيصلك رابط.
follow = متابعة هذا العطل
follow-lede = تصلك رسالة مع كل مستجد حتى ينتهي، ولا شيء آخر بسبب ذلك.
follows = أنت تتابع «{ $title }» حتى ينتهي.
preferences-title = ما يصلك
preferences-heading = ما يصلك
preferences-lede = تسري التغييرات الخاصة بالعنوان { $whose } فورًا.
email = عنوان البريد الإلكتروني
email-hint = نرسل رسالة واحدة لتأكيد العنوان، ولا نرسل شيئًا آخر قبل تأكيده.
fault-email = يُرجى إدخال عنوان بريد إلكتروني كامل، مثل ada@example.com.
faults =
    { $count ->
        [zero] لا شيء يحتاج إلى مراجعة
        [one] أمر واحد يحتاج إلى مراجعة
        [two] أمران يحتاجان إلى مراجعة
        [few] { $count } أمور تحتاج إلى مراجعة
        [many] { $count } أمرًا يحتاج إلى مراجعة
       *[other] { $count } أمر يحتاج إلى مراجعة
    }
regions-hint = إذا لم تختر شيئًا، فستصلك الإشعارات عن كل المناطق.
components-hint = إذا لم تختر شيئًا، فستصلك الإشعارات عن كل المكوّنات. ويشمل اختيار مجموعة كاملة المكوّنات التي تُضاف إليها لاحقًا.
all = الكل
all-of = كل مكوّنات { $group }
how-bad = درجة الخطورة
how-bad-hint = إذا لم تختر شيئًا، فستصلك الإشعارات عن P1 وP2.
what-about = نوع الإشعارات
kind-incidents = الأعطال
kind-maintenance = الصيانة المقررة
kind-postmortems = التقارير الختامية
time-zone = المنطقة الزمنية
time-zone-hint = تُذكر الأوقات بهذه المنطقة الزمنية مع ما يقابلها بتوقيت UTC.
mail-language = لغة الرسائل
leave-empty = يُترك هذا الحقل فارغًا
subscribe = اشتراك
save = حفظ
saved = تم الحفظ.
your-data = بياناتك
your-data-note = كل ما يُحفظ عنك هنا في ملف، أو لا شيء بعد الآن.
your-data-save = حفظ
erase = محو الكل
erased-title = تم المحو
erased-text = لم يعد يُحفظ عنك شيء هنا ولن يُرسل المزيد. يمكنك الاشتراك من جديد في أي وقت.
stop-all = إيقاف كل شيء
stop-note = فورًا، وكذلك ما ينتظر الإرسال. يمكنك الاشتراك من جديد في أي وقت.
rather-a-feed = هل تفضّل خلاصات الويب؟
feeds-note = لا تتطلب خلاصات الويب عنوان بريد إلكتروني. لتضييق محتواها أضف ?region= أو component= أو severity= أو kind= إلى الرابط.
feed-title = حالة خدمات { $brand }
feed-description = الأعطال والصيانة والتقارير الختامية لخدمات { $brand }
calendar-title = صيانة خدمات { $brand }

# One thing to say
go-home = عرض الحالة الحالية
hasty = كان ذلك سريعًا جدًا. إن لم تكن برنامجًا آليًا، فاضغط على الزر مرة أخرى.
thanks-title = بقيت خطوة واحدة
thanks-text = إذا كان العنوان صالحًا، فستصله رسالة بعد قليل. افتح الرابط الوارد فيها واضغط على الزر، فلن نرسل شيئًا قبل ذلك.
confirm-title = هل تريد تأكيد اشتراكك؟
confirm-text = اضغط على الزر لتصلك أخبار الأعطال من الآن فصاعدًا. لن نرسل شيئًا قبل ذلك.
confirm-button = تأكيد
confirmed-title = تم تفعيل اشتراكك
confirmed-text = سيصلك ما اخترته من الآن فصاعدًا. في كل رسالة رابط لتغيير اختياراتك أو إيقاف الرسائل.
change-what-you-get = تغيير ما يصلني
unsubscribe = إلغاء الاشتراك
stop-title = هل تريد إيقاف كل الرسائل؟
stop-text = لم يتغير شيء حتى الآن. إذا ضغطت على الزر فلن تُرسل أي رسالة أخرى، ولا حتى الرسائل التي تنتظر الإرسال.
change-instead = تغيير ما يصلني بدلًا من ذلك
stopped-title = لن تصلك رسائل أخرى
stopped-text = توقف الإرسال، ويشمل ذلك الرسائل التي كانت تنتظر. يمكنك الاشتراك مجددًا في أي وقت.
mute = إيقاف الرسائل عن هذا العطل
mute-text = لم يتغير شيء حتى الآن. إذا ضغطت على الزر فلن يُرسل إليك أي شيء آخر عن «{ $title }»، ولا حتى خبر انتهائه. وسيصلك كل ما عداه كما كان.
stop = إيقاف
muted-title = لا شيء آخر عن هذا العطل
muted-text = لن يُرسل إليك أي شيء آخر عن «{ $title }». وسيصلك كل ما عداه كما كان.
ended-title = انتهى هذا الاشتراك.
ended-text = اشترك مجددًا لتصلك التحديثات.
missing-title = هذه الصفحة غير موجودة.
missing-text = ربما كان العنوان قديمًا أو مكتوبًا بشكل غير صحيح. لم يتغير أي شيء يخصك.
invalid-title = توجد معلومة غير صحيحة.
conflict-title = لا يمكن تنفيذ ذلك.
often-title = محاولات كثيرة جدًا.
often-text =
    { $seconds ->
        [zero] يُرجى المحاولة مجددًا الآن.
        [one] يُرجى المحاولة مجددًا بعد ثانية واحدة.
        [two] يُرجى المحاولة مجددًا بعد ثانيتين.
        [few] يُرجى المحاولة مجددًا بعد { $seconds } ثوانٍ.
        [many] يُرجى المحاولة مجددًا بعد { $seconds } ثانية.
       *[other] يُرجى المحاولة مجددًا بعد { $seconds } ثانية.
    }
broken-title = لا يعمل هذا في الوقت الحالي.
broken-text = لم يتغير شيء. يُرجى المحاولة مجددًا بعد دقيقة. إذا كنت تكتب شيئًا فارجع إلى الصفحة السابقة، فما كتبته لا يزال في النموذج.
late-text = لم يُعرف بعد ما إذا كان الإجراء قد تم. تحقّق مرة أخرى بعد دقيقة. إذا كنت تكتب، فارجع إلى الصفحة السابقة: ما كتبته لا يزال في النموذج، وإذا أُرسل مجددًا فلن يُنفَّذ إلا مرة واحدة.
error-title = حدث خطأ من جانبنا.
error-text = سُجّل الخطأ بالرقم { $id }. لم يتغير أي شيء يخصك، ويُرجى المحاولة مجددًا بعد دقيقة.

# Mails
subject-opened = [عطل] { $title }
subject-updated = [تحديث] { $title }
subject-resolved = [تم الحل] { $title }
subject-retracted = [إنذار كاذب] { $title }
all-updates = كل التحديثات
mail-reason = تصلك هذه الرسالة لأنك اشتركت في تحديثات { $brand } على { $host }.
mail-chosen = اختيارك: { $what }.
post-asked = طلب أحدهم، وربما أنت، تلقي أخبار الأعطال في { $brand } هنا.
post-test = هذه رسالة تجريبية
post-test-text = تبيّن أن أخبار { $brand } تصل إلى هنا. لا يوجد أي عطل.
rather-in = هل تفضل محادثة أو برنامجًا؟
by-mail = بالبريد الإلكتروني
by-sms = عبر الرسائل القصيرة
webhook = Webhook
endpoint = عنوان Webhook
endpoint-slack = في Slack، أضف تطبيق «Incoming Webhooks» إلى قناة وانسخ عنوانه.
endpoint-teams = في القناة، اختر «مهام سير العمل» ثم قالب استلام طلبات Webhook وانسخ عنوانه.
endpoint-discord = في إعدادات القناة، اختر «عمليات التكامل» ثم «Webhooks» وانسخ العنوان.
endpoint-google_chat = في المساحة، اختر «التطبيقات وعمليات الدمج» ثم «Webhooks» وانسخ العنوان.
endpoint-webhook = عنوان https:// خاص بك. الطلبات على هيئة Statuspage وموقّعة (Standard Webhooks).
endpoint-sms = مع رمز البلد، مثل ⁦+966 11 123 4567⁩. الرد بكلمة STOP ينهيها.
telephone = رقم الهاتف
thanks-post = إذا أمكن الوصول إلى العنوان، فالرسالة في طريقها إليه. افتح الرابط فيها واضغط الزر: عندها فقط يُرسل أي شيء.
thanks-sms = إذا أمكن الوصول إلى الرقم، فالرسالة في طريقها إليه. افتح الرابط فيها واضغط الزر: عندها فقط يُرسل أي شيء.
sms-confirm = { $brand }: لتلقي التنبيهات عبر الرسائل القصيرة اضغط الزر في { $link } لست أنت؟ تجاهل هذه الرسالة.
sms-known = { $brand }: تصلك التنبيهات عبر الرسائل القصيرة بالفعل. للتغيير أو الإيقاف: { $link }
sms-test = { $brand }: هذه تجربة، وتنبيهاتك تصل. للتغيير: { $link }
send-test = إرسال رسالة تجريبية
test-sent = الرسالة التجريبية في الطريق.
test-waits = أُرسلت رسالة تجريبية قبل قليل. أعد المحاولة بعد عشر دقائق.
secret = سرّ التوقيع
secret-note = به يعرف برنامجك أن الطلب منا. بعد التغيير يُستخدم السرّان معًا لمدة يوم.
secret-change = تغيير السرّ
secret-changed = تم تغيير السرّ. يُستخدم السرّ القديم أيضًا لمدة يوم.
letter-known = لديك اشتراك بالفعل
letter-confirm = يُرجى تأكيد اشتراكك
letter-asked = طلب شخص ما، وربما كان أنت، تلقّي أخبار أعطال خدمات { $brand } بالبريد الإلكتروني.
letter-known-text = هذا العنوان مشترك بالفعل. يمكنك تغيير ما يصلك.
letter-confirm-text = بقيت خطوة واحدة: افتح الصفحة واضغط على الزر.
letter-not-you = إذا لم تكن أنت من طلب ذلك، فتجاهل هذه الرسالة، ولن يترتب عليها أي شيء.

# Pieces for other sites
banner-close = إغلاق
banner-more = التفاصيل
subject-notice = [إشعار] { $state }: { $title }
notice-planned = صيانة مخططة
notice-upcoming = الصيانة قريبة
notice-moved = تم تغيير موعد الصيانة
notice-started = بدأت الصيانة
notice-progress = مستجدات الصيانة
notice-overrun = الصيانة تستغرق وقتًا أطول
notice-finished = اكتملت الصيانة
notice-cancelled = أُلغيت الصيانة
planned-before = الموعد السابق
effect = ما ستلاحظه
effect-unavailable = غير متاح
effect-degraded = أبطأ مع انقطاعات
effect-none = لا شيء متوقع
contact-by = إن لم يناسبك الموعد فأخبرنا قبل
subject-reviewed = [إشعار] تقرير ما بعد الحادث: { $title }
planned-end = النهاية المخطط لها أولاً

# Templates and service credits
fill-eta = نتوقع أن ينتهي ذلك في موعد أقصاه { $time }.
fill-eta-unknown = لا نعرف بعد متى سينتهي ذلك.
fill-next = التحديث القادم في موعد أقصاه { $time }.
fill-next-open = سنوافيك بالمستجدات فور توفر معلومات جديدة.
fill-share = { $percent } من العملاء
fill-credit = رصيد الخدمة المستحق لك عن { $month }: { $amount }.
fill-unanswered = نعمل على إنهائها بعناية، وسنعلن ذلك هنا فور اكتمالها.
credit-subject = رصيد الخدمة: { $month }
credit-heading = رصيد الخدمة المستحق لك
credit-text = لم نلتزم بما وعدناك به عن { $month }. المكوّنات المتأثرة: { $scope }. نسبة التوفر خلال هذه الفترة: { $percent }. المبلغ المسترد لك: { $amount }، وسيظهر في فاتورتك القادمة.
credit-reason = تصلك هذه الرسالة لأن مؤسستك تستخدم خدمات { $brand }.
further-dates = مواعيد لاحقة
