# Pages and mails. The same messages with the same variables stand in every language.

# Head and foot
skip = Skip to content
status = status
site = Site
more = More
get-updates = Get updates
history = History
uptime = Uptime
calendar = Calendar
last-change = Last change
state-of = State of
live = Updates by itself
pause = Pause updates
resume = Resume updates
theme = Theme
theme-system = Colours: system
theme-light = Colours: light
theme-dark = Colours: dark
language = Language
stale = This page cannot reach its own database. What you see was true at
page-description = Present state, incidents, maintenance and uptime of { $brand }.
page-title = { $title } - { $brand } status

# States
tone-unknown = Unknown
tone-operational = Operational
tone-maintenance = Under maintenance
tone-degraded = Degraded performance
tone-partial = Partial outage
tone-major = Major outage
state-open = Open

# Severities
severity-p1 = P1 critical
severity-p2 = P2 high
severity-p3 = P3 medium
severity-p4 = P4 low
severity-p1-means = A whole service is out, or data or security is at risk.
severity-p2-means = A major feature is out or slow.
severity-p3-means = A smaller feature has trouble; most can work.
severity-p4-means = Cosmetic, or there is an easy way round.

# Phases
phase-investigating = Investigating
phase-identified = Identified
phase-monitoring = Monitoring
phase-resolved = Resolved
phase-false_alarm = False alarm
phase-scheduled = Scheduled
phase-in_progress = In progress
phase-verifying = Verifying
phase-completed = Completed
phase-cancelled = Cancelled
phase-running-over = Running over
phase-postmortem = Post-mortem

# The one sentence
overall-state = Overall state
overall-well = All systems are operational.
overall-well-in = All systems are operational in { $region }.
overall-unknown = Nothing is watched yet.
overall-unknown-in = Nothing is watched in { $region } yet.
overall-maintenance = Planned maintenance is under way.
overall-maintenance-in = Planned maintenance is under way in { $region }.
overall-incidents =
    { $count ->
        [one] { $count } incident is open.
       *[other] { $count } incidents are open.
    }
overall-normal =
    { $count ->
        [one] { $regions } is normal.
       *[other] { $regions } are normal.
    }
since = Since
next-update-by = Next update by
cause = Cause
what-to-do = What to do
expected-end = Expected to end
next-update = Next update
next-update-late = The next update is { $length } late.
late-by = { $length } late
edited = edited
countdown-in = in { "{}" }
countdown-late = { "{}" } late
in-length = in { $length }

# The page
regions = Regions
all-regions = All regions
open-incidents = Open incidents
planned = Planned maintenance
components = Components
no-components = No components yet. Staff add them under Settings in the admin area.
other = Other
all-components = All components
former-component = A former component
legend = What the shapes mean
ninety-days-ago = 90 days ago
today = Today
availability-90 = { $percent } over 90 days
percent = { $number } %
no-trouble = No trouble
nothing-known = Nothing known
trouble-days =
    { $count ->
        [one] Trouble on { $count } day
       *[other] Trouble on { $count } days
    }
bars-unknown = { $component }: not known yet.
bars-well = { $component }: { $percent } available over 90 days, no trouble.
bars-trouble =
    { $count ->
        [one] { $component }: { $percent } available over 90 days, trouble on { $count } day.
       *[other] { $component }: { $percent } available over 90 days, trouble on { $count } days.
    }
lost-major = { $length } major outage
lost-partial = { $length } partial outage
lost-degraded = { $length } degraded
lost-maintenance = { $length } maintenance
day-lost = { $day }: { $lost }
earlier-updates =
    { $count ->
        [one] { $count } earlier update
       *[other] { $count } earlier updates
    }
past-incidents = Past incidents
no-incidents = No incidents.
more-incidents =
    { $count ->
        [one] { $count } more
   *[other] { $count } more
    }
whole-history = The whole history
ongoing = ongoing
names-in-regions = { $names } in { $regions }
name-in-region = { $name }, { $region }
to = to

# Lengths of time
length-none = under a minute
length-minutes = { $minutes } min
length-hours = { $hours } h
length-hours-minutes = { $hours } h { $minutes } min
length-days = { $days } d
length-days-hours = { $days } d { $hours } h

# An incident or a maintenance
started = Started
resolved = Resolved
lasted = Lasted
lasts = So far
takes = Takes
begins = Begins
ends = Ends
customers-affected = Customers affected
about-percent = about { $number } %
affected = Affected
affected-now = What is affected
affected-then = What was affected
not-affected = Not affected
component = Component
region = Region
severity = Severity
updates = Updates
related = Related
part-of = Part of a larger incident
copy-link = Copy link
copied = Copied
to-calendar = Add to calendar
planned-work = Planned maintenance
maintenance-title = Maintenance: { $title }
read-postmortem = Read the post-mortem
postmortem = Post-mortem
postmortem-title = Post-mortem: { $title }
to-incident = The incident and its updates
published = Published
told = Told
told-counts =
    { $count ->
        [one] { $count } subscriber
       *[other] { $count } subscribers
    }

# History
months = Months
history-title = History: { $month }
narrow = Narrow down
search = Text
any-component = Any component
any-severity = Any severity
show-all = Show all
found-title = Search: { $text }
found =
    { $count ->
        [0] Nothing was found. Try fewer or other words.
        [one] { $count } found.
       *[other] { $count } found.
    }
pages = Pages
page-of = Page { $page } of { $count }
newer = Newer
older = Older
quiet-month = No incidents and no maintenance began in this month.
quiet-month-narrowed = Nothing of this kind began in this month.

# Uptime
availability = Availability
availability-of = Availability in percent: { $group }
availability-by-region = Availability in percent by region
availability-by-month = Availability in percent by month
window-24h = 24 hours
window-7d = 7 days
window-30d = 30 days
window-90d = 90 days
window-year = Year
uptime-note = Shares of the time in which a component worked. Of a partial outage { $partial } % count as down, of slowness { $degraded } %, of maintenance { $maintenance } %; time that nobody watched is left out.
calendar-of-all = The calendar of all components
calendar-of-days = A year, day by day
calendar-whose = { $name }, day by day

# Subscribing
subscribe-title = Get updates
subscribe-heading = Get updates
subscribe-lede = Only about what you choose. Every message has a link to change this or to stop.
subscribe-lede-sms = Only about what you choose. To change it, enter the number here again: you get a link.
follow = Follow this incident
follow-lede = You get a message with each update until it is over, and nothing else by this.
follows = You follow “{ $title }” until it is over.
preferences-title = What you get
preferences-heading = What you get
preferences-lede = Changes for { $whose } count at once.
email = Email address
email-hint = We send one mail to confirm it. Nothing else until you do.
fault-email = Enter a whole mail address, such as ada@example.com.
faults =
    { $count ->
        [one] One thing needs another look
       *[other] { $count } things need another look
    }
regions-hint = Choose none to hear of all.
components-hint = Choose none to hear of all. A whole group counts for components added to it later, too.
all = all
all-of = All of { $group }
how-bad = How bad
how-bad-hint = Choose none and you hear of P1 and P2.
what-about = What about
kind-incidents = Incidents
kind-maintenance = Planned maintenance
kind-postmortems = Post-mortems
time-zone = Time zone
time-zone-hint = Times are told in this zone, with UTC beside.
mail-language = Language of messages
leave-empty = Leave this empty
subscribe = Subscribe
save = Save
saved = Saved.
your-data = Your data
your-data-note = All that is kept of you here, as a file; or nothing at all any more.
your-data-save = Save it
erase = Erase it all
erased-title = It is erased
erased-text = Nothing is kept of you here, and nothing more is sent. You can subscribe again at any time.
stop-all = Stop everything
stop-note = At once, and also for what is waiting. You can subscribe again at any time.
rather-a-feed = Rather a feed?
feeds-note = Feeds need no address. Add ?region=, component=, severity= or kind= to hear of less.
feed-title = { $brand } status
feed-description = Incidents, maintenance and post-mortems of { $brand }
calendar-title = { $brand } maintenance

# One thing to say
go-home = See the present state
hasty = That was quick. If you are no machine, please press the button once more.
thanks-title = One more step
thanks-text = If the address can be reached, a mail is on its way to it. Open the link in it and press the button: only then is anything sent.
confirm-title = Confirm your subscription?
confirm-text = Press the button and you hear of trouble from now on. Nothing is sent before that.
confirm-button = Confirm
confirmed-title = You are subscribed
confirmed-text = You hear of what you chose from now on. Every mail has a link to change this or to stop.
change-what-you-get = Change what you get
unsubscribe = Unsubscribe
stop-title = Stop all mail?
stop-text = Nothing has changed yet. Press the button and no further mail will leave, not even what is waiting now.
change-instead = Change what I get instead
stopped-title = No more mail
stopped-text = It has stopped, also for mail that was waiting. You can subscribe again at any time.
mute = Stop messages about this incident
mute-text = Nothing has changed yet. Press the button and nothing more is sent to you about “{ $title }”, not even its end. All else reaches you as before.
stop = Stop
muted-title = No more about this incident
muted-text = Nothing more is sent to you about “{ $title }”. All else reaches you as before.
ended-title = This subscription has ended.
ended-text = Subscribe again to hear more.
missing-title = There is no page here.
missing-text = The address may be old or mistyped. Nothing of yours was changed.
invalid-title = Something in this is not right.
conflict-title = This cannot be done.
often-title = Too often.
often-text =
    { $seconds ->
        [one] Try again in { $seconds } second.
       *[other] Try again in { $seconds } seconds.
    }
broken-title = This does not work right now.
broken-text = Nothing was changed. Try again in a minute; if you were typing, go back: your text is still in the form.
late-text = Whether it was done is not known yet. Look again in a minute; if you were typing, go back: your text is still in the form, and sent again it is done once.
error-title = Something broke on our side.
error-text = It has been written down under the number { $id }. Nothing of yours was changed; try again in a minute.

# Mails
subject-opened = [Service Alert] { $title }
subject-updated = [Update] { $title }
subject-resolved = [Resolved] { $title }
subject-retracted = [False alarm] { $title }
all-updates = All updates
mail-reason = You get this because you subscribed to { $brand } at { $host }.
mail-chosen = Your choice: { $what }.
post-asked = Somebody, probably you, asked to be told of trouble at { $brand } here.
post-test = This is a test
post-test-text = It shows that news of { $brand } arrives here. Nothing is wrong.
rather-in = Rather in a chat, or to a program?
by-mail = By mail
by-sms = By SMS
webhook = Webhook
endpoint = Address of the webhook
endpoint-slack = In Slack, add the app “Incoming Webhooks” to a channel and copy its address.
endpoint-teams = In the channel, choose Workflows, “Post to a channel when a webhook request is received”, and copy its address.
endpoint-discord = In the settings of the channel, choose Integrations, Webhooks, and copy the address.
endpoint-google_chat = In the space, choose Apps & integrations, Webhooks, and copy the address.
endpoint-webhook = An https:// address of yours. Requests have the form of Statuspage and are signed (Standard Webhooks).
endpoint-sms = With the code of its country, like +49 30 1234567. STOP in answer ends it.
telephone = Telephone number
thanks-post = If the address can be reached, a message is on its way to it. Open the link in it and press the button: only then is anything sent.
thanks-sms = If the number can be reached, an SMS is on its way to it. Open the link in it and press the button: only then is anything sent.
sms-confirm = { $brand }: to get alerts by SMS, press the button at { $link } Not you? Ignore this.
sms-known = { $brand }: you get alerts by SMS already. Change or stop them: { $link }
sms-test = { $brand }: this is a test, and your alerts arrive. Change them: { $link }
send-test = Send a test
test-sent = A test is on its way.
test-waits = A test was sent a moment ago. Try again in ten minutes.
secret = Signing secret
secret-note = By it your program knows that a request is ours. After a change both are used for a day.
secret-change = Change the secret
secret-changed = The secret is changed. The old one is used, too, for a day.
letter-known = You are subscribed already
letter-confirm = Confirm your subscription
letter-asked = Somebody, probably you, asked to be told of trouble at { $brand } by mail.
letter-known-text = This address is subscribed already. You can change what you get.
letter-confirm-text = One more step: open the page and press the button.
letter-not-you = If it was not you, ignore this mail: nothing more will come of it.

# Pieces for other sites
banner-close = Close
banner-more = Details
subject-notice = [Notice] { $state }: { $title }
notice-planned = Planned maintenance
notice-upcoming = Maintenance is coming
notice-moved = Maintenance moved
notice-started = Maintenance has begun
notice-progress = Maintenance update
notice-overrun = Maintenance takes longer
notice-finished = Maintenance completed
notice-cancelled = Maintenance cancelled
planned-before = Planned before
effect = What you will notice
effect-unavailable = Not available
effect-degraded = Slower, with interruptions
effect-none = Nothing expected
contact-by = Tell us if it does not suit you, until
subject-reviewed = [Notice] Post-mortem: { $title }
planned-end = End as planned first

# Templates and service credits
fill-eta = We expect it to be over by { $time }.
fill-eta-unknown = We do not know yet when it will be over.
fill-next = Next update by { $time }.
fill-next-open = We will write again as soon as we know more.
fill-share = { $percent } of customers
fill-credit = Your service credit for { $month }: { $amount }.
fill-unanswered = We are finishing it with care and will say here as soon as it is done.
credit-subject = Service credit: { $month }
credit-heading = Your service credit
credit-text = We did not keep what we promised you for { $month }: { $scope } was available for { $percent } of the time. You get { $amount } back; it will be on your next invoice.
credit-reason = You get this because { $brand } is used by your organisation.
further-dates = Further dates
