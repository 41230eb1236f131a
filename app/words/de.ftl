# Pages and mails. The same messages with the same variables stand in every language.

# Head and foot
skip = Zum Inhalt springen
status = Status
site = Website
more = Mehr
get-updates = Abonnieren
history = Verlauf
uptime = Verfügbarkeit
calendar = Kalender
last-change = Letzte Änderung am
state-of = Stand:
live = Aktualisiert sich automatisch
pause = Aktualisierung anhalten
resume = Aktualisierung fortsetzen
theme = Farben
theme-system = Farben: System
theme-light = Farben: hell
theme-dark = Farben: dunkel
language = Sprache
stale = Diese Seite erreicht derzeit ihre eigene Datenbank nicht. Sie sehen den Stand vom
page-description = Aktueller Status, Störungen, Wartungsarbeiten und Verfügbarkeit von { $brand }.
page-title = { $title } - Status von { $brand }

# States
tone-unknown = Unbekannt
tone-operational = In Betrieb
tone-maintenance = Wartungsarbeiten
tone-degraded = Beeinträchtigte Leistung
tone-partial = Teilausfall
tone-major = Schwerer Ausfall
state-open = Offen

# Severities
severity-p1 = P1 kritisch
severity-p2 = P2 hoch
severity-p3 = P3 mittel
severity-p4 = P4 niedrig
severity-p1-means = Ein ganzer Dienst ist ausgefallen, oder Daten oder Sicherheit sind gefährdet.
severity-p2-means = Eine wichtige Funktion ist ausgefallen oder langsam.
severity-p3-means = Eine kleinere Funktion ist gestört; die meisten können weiterarbeiten.
severity-p4-means = Nur die Darstellung ist betroffen, oder das Problem lässt sich leicht umgehen.

# Phases
phase-investigating = Wird untersucht
phase-identified = Ursache gefunden
phase-monitoring = Wird beobachtet
phase-resolved = Behoben
phase-false_alarm = Fehlalarm
phase-scheduled = Geplant
phase-in_progress = Läuft
phase-verifying = Wird geprüft
phase-completed = Abgeschlossen
phase-cancelled = Abgesagt
phase-running-over = Dauert länger als geplant
phase-postmortem = Abschlussbericht

# The one sentence
overall-state = Gesamtstatus
overall-well = Alle Systeme sind in Betrieb.
overall-well-in = Alle Systeme in der Region { $region } sind in Betrieb.
overall-unknown = Noch wird nichts überwacht.
overall-unknown-in = In der Region { $region } wird noch nichts überwacht.
overall-maintenance = Geplante Wartungsarbeiten sind im Gange.
overall-maintenance-in = In der Region { $region } sind geplante Wartungsarbeiten im Gange.
overall-incidents =
    { $count ->
        [one] { $count } Störung ist offen.
       *[other] { $count } Störungen sind offen.
    }
overall-normal =
    { $count ->
        [one] { $regions } ist nicht betroffen.
       *[other] { $regions } sind nicht betroffen.
    }
since = Seit
next-update-by = Nächste Aktualisierung bis
cause = Ursache
what-to-do = Was Sie tun können
expected-end = Voraussichtliches Ende
next-update = Nächste Aktualisierung
next-update-late = Die nächste Aktualisierung ist { $length } überfällig.
late-by = { $length } überfällig
edited = bearbeitet
countdown-in = noch { "{}" }
countdown-late = { "{}" } überfällig
in-length = noch { $length }

# The page
regions = Regionen
all-regions = Alle Regionen
open-incidents = Offene Störungen
planned = Geplante Wartungsarbeiten
components = Komponenten
no-components = Noch keine Komponenten. Das Team legt sie im Verwaltungsbereich unter „Settings“ an.
other = Sonstige
all-components = Alle Komponenten
former-component = Eine frühere Komponente
legend = Bedeutung der Symbole
ninety-days-ago = Vor 90 Tagen
today = Heute
availability-90 = { $percent } in 90 Tagen
percent = { $number } %
no-trouble = Keine Beeinträchtigung
nothing-known = Keine Daten
trouble-days =
    { $count ->
        [one] Beeinträchtigungen an { $count } Tag
       *[other] Beeinträchtigungen an { $count } Tagen
    }
bars-unknown = { $component }: noch keine Daten.
bars-well = { $component }: in 90 Tagen zu { $percent } verfügbar, keine Beeinträchtigung.
bars-trouble =
    { $count ->
        [one] { $component }: in 90 Tagen zu { $percent } verfügbar, Beeinträchtigungen an { $count } Tag.
       *[other] { $component }: in 90 Tagen zu { $percent } verfügbar, Beeinträchtigungen an { $count } Tagen.
    }
lost-major = { $length } schwerer Ausfall
lost-partial = { $length } Teilausfall
lost-degraded = { $length } beeinträchtigte Leistung
lost-maintenance = { $length } Wartungsarbeiten
day-lost = { $day }: { $lost }
earlier-updates =
    { $count ->
        [one] { $count } frühere Aktualisierung
       *[other] { $count } frühere Aktualisierungen
    }
past-incidents = Vergangene Störungen
no-incidents = Keine Störungen.
more-incidents =
    { $count ->
        [one] { $count } weiterer
   *[other] { $count } weitere
    }
whole-history = Gesamter Verlauf
ongoing = dauert an
names-in-regions = { $names } ({ $regions })
name-in-region = { $name }, { $region }
to = bis

# Lengths of time
length-none = unter 1 Min.
length-minutes = { $minutes } Min.
length-hours = { $hours } Std.
length-hours-minutes = { $hours } Std. { $minutes } Min.
length-days = { $days } T.
length-days-hours = { $days } T. { $hours } Std.

# An incident or a maintenance
started = Beginn
resolved = Behoben
lasted = Dauer
lasts = Bisher
takes = Dauer
begins = Beginn
ends = Ende
customers-affected = Betroffene Kunden
about-percent = rund { $number } %
affected = Betroffen
affected-now = Betroffen sind
affected-then = Betroffen waren
not-affected = Nicht betroffen
component = Komponente
region = Region
severity = Schweregrad
updates = Aktualisierungen
related = Zugehörige Störungen
part-of = Teil einer größeren Störung
copy-link = Link kopieren
copied = Kopiert
to-calendar = Zum Kalender hinzufügen
planned-work = Geplante Wartungsarbeiten
maintenance-title = Wartungsarbeiten: { $title }
read-postmortem = Abschlussbericht lesen
postmortem = Abschlussbericht
postmortem-title = Abschlussbericht: { $title }
to-incident = Zur Störung und ihren Aktualisierungen
published = Veröffentlicht
told = Benachrichtigt
told-counts =
    { $count ->
        [one] { $count } Abonnent
       *[other] { $count } Abonnenten
    }

# History
months = Monate
history-title = Verlauf: { $month }
narrow = Eingrenzen
search = Text
any-component = Alle Komponenten
any-severity = Alle Schweregrade
show-all = Alle anzeigen
found-title = Suche: { $text }
found =
    { $count ->
        [0] Nichts gefunden. Versuchen Sie es mit weniger oder anderen Wörtern.
        [one] { $count } Treffer.
       *[other] { $count } Treffer.
    }
pages = Seiten
page-of = Seite { $page } von { $count }
newer = Neuere
older = Ältere
quiet-month = In diesem Monat haben keine Störungen und keine Wartungsarbeiten begonnen.
quiet-month-narrowed = In diesem Monat hat nichts dieser Art begonnen.

# Uptime
availability = Verfügbarkeit
availability-of = Verfügbarkeit in Prozent: { $group }
availability-by-region = Verfügbarkeit in Prozent nach Region
availability-by-month = Verfügbarkeit in Prozent nach Monat
window-24h = 24 Stunden
window-7d = 7 Tage
window-30d = 30 Tage
window-90d = 90 Tage
window-year = Jahr
uptime-note = Anteil der Zeit, in der eine Komponente funktioniert hat. Ein Teilausfall zählt zu { $partial } % als Ausfall, beeinträchtigte Leistung zu { $degraded } %, Wartungsarbeiten zu { $maintenance } %. Nicht überwachte Zeiten werden nicht berücksichtigt.
calendar-of-all = Kalender aller Komponenten
calendar-of-days = Ein Jahr, Tag für Tag
calendar-whose = { $name }, Tag für Tag

# Subscribing
subscribe-title = Benachrichtigungen abonnieren
subscribe-heading = Neuigkeiten erhalten
subscribe-lede = Nur über das, was Sie auswählen. Jede Nachricht enthält einen Link, um dies zu ändern oder zu beenden.
subscribe-lede-sms = Nur, was Sie wählen. Zum Ändern tragen Sie die Nummer hier noch einmal ein: Sie bekommen einen Link.
follow = Dieser Störung folgen
follow-lede = Sie erhalten eine Nachricht zu jeder Neuigkeit, bis sie vorbei ist, und dadurch sonst nichts.
follows = Sie folgen „{ $title }“, bis die Störung vorbei ist.
preferences-title = Ihre Benachrichtigungen
preferences-heading = Was Sie erhalten
preferences-lede = Änderungen für { $whose } gelten sofort.
email = E-Mail-Adresse
email-hint = Wir senden eine E-Mail zur Bestätigung. Bis Sie bestätigen, senden wir nichts weiter.
fault-email = Geben Sie eine vollständige E-Mail-Adresse ein, zum Beispiel ada@example.com.
faults =
    { $count ->
        [one] Bitte prüfen Sie { $count } Angabe
       *[other] Bitte prüfen Sie { $count } Angaben
    }
regions-hint = Ohne Auswahl erhalten Sie Meldungen zu allen Regionen.
components-hint = Ohne Auswahl erhalten Sie Meldungen zu allen Komponenten. Eine ganze Gruppe umfasst auch Komponenten, die später hinzukommen.
all = alle
all-of = Alle aus { $group }
how-bad = Schweregrad
how-bad-hint = Ohne Auswahl erhalten Sie Meldungen zu P1 und P2.
what-about = Art der Meldungen
kind-incidents = Störungen
kind-maintenance = Geplante Wartungsarbeiten
kind-postmortems = Abschlussberichte
time-zone = Zeitzone
time-zone-hint = Zeiten werden in dieser Zeitzone angegeben, dazu in UTC.
mail-language = Sprache der Nachrichten
leave-empty = Dieses Feld bitte leer lassen
subscribe = Abonnieren
save = Speichern
saved = Gespeichert.
your-data = Ihre Daten
your-data-note = Alles, was hier über Sie gespeichert ist, als Datei; oder gar nichts mehr.
your-data-save = Speichern
erase = Alles löschen
erased-title = Es ist gelöscht
erased-text = Hier ist nichts mehr über Sie gespeichert, und es wird nichts mehr gesendet. Sie können sich jederzeit wieder anmelden.
stop-all = Alles beenden
stop-note = Sofort, auch für das, was noch wartet. Sie können sich jederzeit wieder anmelden.
rather-a-feed = Lieber einen Feed?
feeds-note = Feeds brauchen keine E-Mail-Adresse. Mit ?region=, component=, severity= oder kind= grenzen Sie sie ein.
feed-title = Status von { $brand }
feed-description = Störungen, Wartungsarbeiten und Abschlussberichte von { $brand }
calendar-title = Wartungsarbeiten bei { $brand }

# One thing to say
go-home = Aktuellen Status ansehen
hasty = Das ging schnell. Wenn Sie keine Maschine sind, klicken Sie bitte noch einmal auf die Schaltfläche.
thanks-title = Noch ein Schritt
thanks-text = Wenn die Adresse erreichbar ist, ist eine E-Mail dorthin unterwegs. Öffnen Sie den Link darin und klicken Sie auf die Schaltfläche: Erst dann senden wir Ihnen Benachrichtigungen.
confirm-title = Abonnement bestätigen?
confirm-text = Klicken Sie auf die Schaltfläche, um ab jetzt über Störungen informiert zu werden. Vorher senden wir nichts.
confirm-button = Bestätigen
confirmed-title = Ihr Abonnement ist aktiv
confirmed-text = Ab jetzt informieren wir Sie über alles, was Sie ausgewählt haben. Jede E-Mail enthält einen Link zum Ändern oder Abbestellen.
change-what-you-get = Auswahl ändern
unsubscribe = Abbestellen
stop-title = Alle E-Mails abbestellen?
stop-text = Noch wurde nichts geändert. Wenn Sie auf die Schaltfläche klicken, senden wir keine weiteren E-Mails, auch keine, die noch auf den Versand warten.
change-instead = Stattdessen Auswahl ändern
stopped-title = Keine weiteren E-Mails
stopped-text = Der Versand ist beendet, auch für E-Mails, die noch warteten. Sie können jederzeit wieder abonnieren.
mute = Keine Nachrichten mehr zu dieser Störung
mute-text = Noch wurde nichts geändert. Wenn Sie auf die Schaltfläche klicken, senden wir Ihnen nichts mehr zu „{ $title }“, auch nicht, wenn es vorbei ist. Alles andere erhalten Sie wie bisher.
stop = Beenden
muted-title = Nichts mehr zu dieser Störung
muted-text = Wir senden Ihnen nichts mehr zu „{ $title }“. Alles andere erhalten Sie wie bisher.
ended-title = Dieses Abonnement ist beendet.
ended-text = Abonnieren Sie erneut, um wieder informiert zu werden.
missing-title = Diese Seite gibt es nicht.
missing-text = Die Adresse ist möglicherweise veraltet oder falsch geschrieben. An Ihren Daten wurde nichts geändert.
invalid-title = Eine Angabe ist nicht richtig.
conflict-title = Das ist nicht möglich.
often-title = Zu viele Versuche.
often-text =
    { $seconds ->
        [one] Versuchen Sie es in { $seconds } Sekunde erneut.
       *[other] Versuchen Sie es in { $seconds } Sekunden erneut.
    }
broken-title = Das funktioniert gerade nicht.
broken-text = Es wurde nichts geändert. Versuchen Sie es in einer Minute erneut. Wenn Sie gerade etwas eingegeben haben, gehen Sie zurück: Ihr Text steht noch im Formular.
late-text = Ob es ausgeführt wurde, ist noch nicht bekannt. Sehen Sie in einer Minute noch einmal nach. Falls Sie gerade etwas eingegeben haben, gehen Sie zurück: Ihr Text steht noch im Formular, und erneut gesendet wird es nur einmal ausgeführt.
error-title = Bei uns ist ein Fehler aufgetreten.
error-text = Er wurde unter der Nummer { $id } festgehalten. An Ihren Daten wurde nichts geändert; versuchen Sie es in einer Minute erneut.

# Mails
subject-opened = [Störung] { $title }
subject-updated = [Aktualisierung] { $title }
subject-resolved = [Behoben] { $title }
subject-retracted = [Fehlalarm] { $title }
all-updates = Alle Aktualisierungen
mail-reason = Sie erhalten diese E-Mail, weil Sie auf { $host } Meldungen zu { $brand } abonniert haben.
mail-chosen = Ihre Auswahl: { $what }.
post-asked = Jemand, vermutlich Sie, möchte hier von Störungen bei { $brand } erfahren.
post-test = Dies ist ein Test
post-test-text = Er zeigt, dass Nachrichten von { $brand } hier ankommen. Es liegt keine Störung vor.
rather-in = Lieber in einen Chat oder an ein Programm?
by-mail = Per E-Mail
by-sms = Per SMS
webhook = Webhook
endpoint = Adresse des Webhooks
endpoint-slack = Fügen Sie in Slack einem Kanal die App „Incoming Webhooks“ hinzu und kopieren Sie deren Adresse.
endpoint-teams = Wählen Sie im Kanal „Workflows“ und die Vorlage für eingehende Webhook-Anforderungen und kopieren Sie deren Adresse.
endpoint-discord = Wählen Sie in den Kanaleinstellungen „Integrationen“, „Webhooks“ und kopieren Sie die Adresse.
endpoint-google_chat = Wählen Sie im Bereich „Apps und Integrationen“, „Webhooks“ und kopieren Sie die Adresse.
endpoint-webhook = Eine eigene Adresse mit https://. Die Anfragen haben die Form von Statuspage und sind signiert (Standard Webhooks).
endpoint-sms = Mit der Vorwahl des Landes, etwa +49 30 1234567. Die Antwort STOP beendet es.
telephone = Telefonnummer
thanks-post = Wenn die Adresse erreichbar ist, ist eine Nachricht unterwegs dorthin. Öffnen Sie den Link darin und drücken Sie den Knopf: Erst dann wird etwas gesendet.
thanks-sms = Wenn die Nummer erreichbar ist, ist eine SMS unterwegs dorthin. Öffnen Sie den Link darin und drücken Sie den Knopf: Erst dann wird etwas gesendet.
sms-confirm = { $brand }: Für Meldungen per SMS drücken Sie den Knopf auf { $link } Nicht Sie? Nichts weiter tun.
sms-known = { $brand }: Sie bekommen Meldungen schon per SMS. Ändern oder beenden: { $link }
sms-test = { $brand }: Dies ist ein Test, Ihre Meldungen kommen an. Ändern: { $link }
send-test = Test senden
test-sent = Ein Test ist unterwegs.
test-waits = Eben wurde schon ein Test gesendet. Versuchen Sie es in zehn Minuten wieder.
secret = Signaturgeheimnis
secret-note = Daran erkennt Ihr Programm, dass eine Anfrage von uns kommt. Nach einer Änderung gelten einen Tag lang beide.
secret-change = Geheimnis ändern
secret-changed = Das Geheimnis ist geändert. Das alte gilt noch einen Tag lang mit.
letter-known = Sie haben bereits ein Abonnement
letter-confirm = Bitte bestätigen Sie Ihr Abonnement
letter-asked = Jemand, vermutlich Sie, möchte per E-Mail über Störungen bei { $brand } informiert werden.
letter-known-text = Diese Adresse ist bereits angemeldet. Sie können Ihre Auswahl ändern.
letter-confirm-text = Noch ein Schritt: Öffnen Sie die Seite und klicken Sie auf die Schaltfläche.
letter-not-you = Wenn Sie das nicht waren, ignorieren Sie diese E-Mail: Es passiert nichts weiter.

# Pieces for other sites
banner-close = Schließen
banner-more = Details
subject-notice = [Hinweis] { $state }: { $title }
notice-planned = Geplante Wartung
notice-upcoming = Wartung steht bevor
notice-moved = Wartung verschoben
notice-started = Wartung hat begonnen
notice-progress = Neues zur Wartung
notice-overrun = Wartung dauert länger
notice-finished = Wartung abgeschlossen
notice-cancelled = Wartung abgesagt
planned-before = Bisher geplant
effect = Was Sie merken werden
effect-unavailable = Nicht verfügbar
effect-degraded = Langsamer, mit Unterbrechungen
effect-none = Voraussichtlich nichts
contact-by = Falls es Ihnen nicht passt, melden Sie sich bis
subject-reviewed = [Hinweis] Nachbericht: { $title }
planned-end = Ursprünglich geplantes Ende

# Templates and service credits
fill-eta = Wir rechnen mit dem Ende bis { $time }.
fill-eta-unknown = Wir wissen noch nicht, wie lange es dauern wird.
fill-next = Nächste Aktualisierung bis { $time }.
fill-next-open = Wir melden uns wieder, sobald wir mehr wissen.
fill-share = { $percent } der Kunden
fill-credit = Ihre Servicegutschrift für { $month }: { $amount }.
fill-unanswered = Wir bringen sie sorgfältig zu Ende und melden uns hier, sobald sie abgeschlossen sind.
credit-subject = Servicegutschrift: { $month }
credit-heading = Ihre Servicegutschrift
credit-text = Wir haben unsere Zusage an Sie für { $month } nicht eingehalten. Betroffen: { $scope }. Verfügbarkeit in dieser Zeit: { $percent }. Sie erhalten { $amount } zurück; der Betrag steht auf Ihrer nächsten Rechnung.
credit-reason = Sie erhalten diese E-Mail, weil Ihre Organisation { $brand } nutzt.
further-dates = Weitere Termine
