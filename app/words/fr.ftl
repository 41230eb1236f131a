# Pages and mails. The same messages with the same variables stand in every language.

# Head and foot
skip = Aller au contenu
status = état des services
site = Site
more = Plus
get-updates = S’abonner
history = Historique
uptime = Disponibilité
calendar = Calendrier
last-change = Dernière modification le
state-of = État au
live = Mise à jour automatique
pause = Suspendre la mise à jour
resume = Reprendre la mise à jour
theme = Couleurs
theme-system = Couleurs : système
theme-light = Couleurs : claires
theme-dark = Couleurs : sombres
language = Langue
stale = Cette page n’arrive pas à joindre sa propre base de données. Les informations affichées datent du
page-description = État actuel, incidents, maintenances et disponibilité des services { $brand }.
page-title = { $title } - État des services { $brand }

# States
tone-unknown = Inconnu
tone-operational = Opérationnel
tone-maintenance = En maintenance
tone-degraded = Performances dégradées
tone-partial = Panne partielle
tone-major = Panne majeure
state-open = En cours

# Severities
severity-p1 = P1 critique
severity-p2 = P2 élevée
severity-p3 = P3 moyenne
severity-p4 = P4 faible
severity-p1-means = Un service entier est en panne, ou des données ou la sécurité sont menacées.
severity-p2-means = Une fonction importante est en panne ou lente.
severity-p3-means = Une fonction secondaire est perturbée ; la plupart des utilisateurs peuvent travailler.
severity-p4-means = Seul l’affichage est touché, ou le problème se contourne facilement.

# Phases
phase-investigating = En cours d’analyse
phase-identified = Cause identifiée
phase-monitoring = Sous surveillance
phase-resolved = Résolu
phase-false_alarm = Fausse alerte
phase-scheduled = Planifiée
phase-in_progress = En cours
phase-verifying = En vérification
phase-completed = Terminée
phase-cancelled = Annulée
phase-running-over = Plus longue que prévu
phase-postmortem = Analyse post-incident

# The one sentence
overall-state = État général
overall-well = Tous les systèmes sont opérationnels.
overall-well-in = Tous les systèmes de la région { $region } sont opérationnels.
overall-unknown = Rien n’est encore surveillé.
overall-unknown-in = Rien n’est encore surveillé dans la région { $region }.
overall-maintenance = Une maintenance planifiée est en cours.
overall-maintenance-in = Une maintenance planifiée est en cours dans la région { $region }.
overall-incidents =
    { $count ->
        [one] { $count } incident est en cours.
        [many] { $count } incidents sont en cours.
       *[other] { $count } incidents sont en cours.
    }
overall-normal =
    { $count ->
        [one] Région non touchée : { $regions }.
        [many] Régions non touchées : { $regions }.
       *[other] Régions non touchées : { $regions }.
    }
since = Depuis le
next-update-by = Prochaine mise à jour au plus tard
cause = Cause
what-to-do = Que faire
expected-end = Fin prévue
next-update = Prochaine mise à jour
next-update-late = La prochaine mise à jour a { $length } de retard.
late-by = { $length } de retard
edited = modifié
countdown-in = dans { "{}" }
countdown-late = { "{}" } de retard
in-length = dans { $length }

# The page
regions = Régions
all-regions = Toutes les régions
open-incidents = Incidents en cours
planned = Maintenances planifiées
components = Composants
no-components = Aucun composant pour l’instant. L’équipe les ajoute dans l’espace d’administration, sous « Settings ».
other = Autres
all-components = Tous les composants
former-component = Un ancien composant
legend = Signification des symboles
ninety-days-ago = Il y a 90 jours
today = Aujourd’hui
availability-90 = { $percent } sur 90 jours
percent = { $number } %
no-trouble = Aucune perturbation
nothing-known = Aucune donnée
trouble-days =
    { $count ->
        [one] Perturbations sur { $count } jour
        [many] Perturbations sur { $count } jours
       *[other] Perturbations sur { $count } jours
    }
bars-unknown = { $component } : pas encore de données.
bars-well = { $component } : { $percent } de disponibilité sur 90 jours, aucune perturbation.
bars-trouble =
    { $count ->
        [one] { $component } : { $percent } de disponibilité sur 90 jours, perturbations sur { $count } jour.
        [many] { $component } : { $percent } de disponibilité sur 90 jours, perturbations sur { $count } jours.
       *[other] { $component } : { $percent } de disponibilité sur 90 jours, perturbations sur { $count } jours.
    }
lost-major = { $length } de panne majeure
lost-partial = { $length } de panne partielle
lost-degraded = { $length } de performances dégradées
lost-maintenance = { $length } de maintenance
day-lost = { $day } : { $lost }
earlier-updates =
    { $count ->
        [one] { $count } mise à jour antérieure
        [many] { $count } mises à jour antérieures
       *[other] { $count } mises à jour antérieures
    }
past-incidents = Incidents passés
no-incidents = Aucun incident.
more-incidents =
    { $count ->
        [one] { $count } autre
   *[other] { $count } autres
    }
whole-history = Tout l’historique
ongoing = en cours
names-in-regions = { $names } ({ $regions })
name-in-region = { $name }, { $region }
to = jusqu’au

# Lengths of time
length-none = moins d’une minute
length-minutes = { $minutes } min
length-hours = { $hours } h
length-hours-minutes = { $hours } h { $minutes } min
length-days = { $days } j
length-days-hours = { $days } j { $hours } h

# An incident or a maintenance
started = Début
resolved = Résolution
lasted = Durée
lasts = Jusqu’ici
takes = Durée
begins = Début
ends = Fin
customers-affected = Clients touchés
about-percent = environ { $number } %
affected = Composants concernés
affected-now = Composants concernés
affected-then = Composants qui étaient concernés
not-affected = Non concerné
component = Composant
region = Région
severity = Gravité
updates = Mises à jour
related = Incidents liés
part-of = Fait partie d’un incident plus large
copy-link = Copier le lien
copied = Lien copié
to-calendar = Ajouter au calendrier
planned-work = Maintenance planifiée
maintenance-title = Maintenance : { $title }
read-postmortem = Lire l’analyse post-incident
postmortem = Analyse post-incident
postmortem-title = Analyse post-incident : { $title }
to-incident = L’incident et ses mises à jour
published = Publication
told = Personnes informées
told-counts =
    { $count ->
        [one] { $count } abonné
        [many] { $count } abonnés
       *[other] { $count } abonnés
    }

# History
months = Mois
history-title = Historique : { $month }
narrow = Affiner
search = Texte
any-component = Tous les composants
any-severity = Toutes les gravités
show-all = Tout afficher
found-title = Recherche : { $text }
found =
    { $count ->
        [0] Aucun résultat. Essayez avec moins de mots ou avec d’autres mots.
        [one] { $count } résultat.
        [many] { $count } résultats.
       *[other] { $count } résultats.
    }
pages = Pages
page-of = Page { $page } sur { $count }
newer = Plus récents
older = Plus anciens
quiet-month = Aucun incident ni aucune maintenance n’a commencé au cours de ce mois.
quiet-month-narrowed = Rien de tel n’a commencé au cours de ce mois.

# Uptime
availability = Disponibilité
availability-of = Disponibilité en pourcentage : { $group }
availability-by-region = Disponibilité en pourcentage par région
availability-by-month = Disponibilité en pourcentage par mois
window-24h = 24 heures
window-7d = 7 jours
window-30d = 30 jours
window-90d = 90 jours
window-year = Année
uptime-note = Part du temps pendant lequel un composant a fonctionné. Une panne partielle compte pour { $partial } % d’une panne, les performances dégradées pour { $degraded } %, une maintenance pour { $maintenance } %. Les périodes sans surveillance sont exclues du calcul.
calendar-of-all = Calendrier de tous les composants
calendar-of-days = Une année, jour par jour
calendar-whose = { $name }, jour par jour

# Subscribing
subscribe-title = S’abonner aux mises à jour
subscribe-heading = Recevoir les mises à jour
subscribe-lede = Uniquement sur ce que vous choisissez. Chaque message contient un lien pour modifier ou arrêter.
subscribe-lede-sms = Uniquement ce que vous choisissez. Pour le modifier, saisissez de nouveau le numéro ici : vous recevrez un lien.
follow = Suivre cet incident
follow-lede = Vous recevez un message à chaque nouvelle, jusqu’à la fin de l’incident, et rien d’autre pour autant.
follows = Vous suivez « { $title } » jusqu’à la fin de l’incident.
preferences-title = Vos choix
preferences-heading = Ce que vous recevez
preferences-lede = Les modifications pour { $whose } prennent effet immédiatement.
email = Adresse e-mail
email-hint = Nous envoyons un seul e-mail pour la confirmer. Rien d’autre avant votre confirmation.
fault-email = Saisissez une adresse e-mail complète, par exemple ada@example.com.
faults =
    { $count ->
        [one] { $count } point est à vérifier
        [many] { $count } points sont à vérifier
       *[other] { $count } points sont à vérifier
    }
regions-hint = Sans sélection, vous recevez les alertes de toutes les régions.
components-hint = Sans sélection, vous recevez les alertes de tous les composants. Un groupe entier comprend aussi les composants qui y seront ajoutés plus tard.
all = tous
all-of = Tout le groupe { $group }
how-bad = Gravité
how-bad-hint = Sans sélection, vous recevez les alertes P1 et P2.
what-about = Sujets
kind-incidents = Incidents
kind-maintenance = Maintenances planifiées
kind-postmortems = Analyses post-incident
time-zone = Fuseau horaire
time-zone-hint = Les heures sont indiquées dans ce fuseau, suivies de l’heure UTC.
mail-language = Langue des messages
leave-empty = Laissez ce champ vide
subscribe = S’abonner
save = Enregistrer
saved = Modifications enregistrées.
your-data = Vos données
your-data-note = Tout ce qui est conservé ici à votre sujet, dans un fichier ; ou plus rien du tout.
your-data-save = Enregistrer
erase = Tout effacer
erased-title = C’est effacé
erased-text = Plus rien n’est conservé à votre sujet et plus rien ne sera envoyé. Vous pouvez vous réabonner à tout moment.
stop-all = Tout arrêter
stop-note = Immédiatement, y compris ce qui est en attente. Vous pouvez vous réabonner à tout moment.
rather-a-feed = Plutôt un flux ?
feeds-note = Les flux ne demandent pas d’adresse. Ajoutez ?region=, component=, severity= ou kind= pour n’en suivre qu’une partie.
feed-title = État des services { $brand }
feed-description = Incidents, maintenances et analyses post-incident des services { $brand }
calendar-title = Maintenances { $brand }

# One thing to say
go-home = Voir l’état actuel
hasty = C’était rapide. Si vous n’êtes pas une machine, cliquez encore une fois sur le bouton.
thanks-title = Encore une étape
thanks-text = Si l’adresse est joignable, un e-mail est en route. Ouvrez le lien qu’il contient et cliquez sur le bouton : rien ne sera envoyé avant.
confirm-title = Confirmer votre abonnement ?
confirm-text = Cliquez sur le bouton pour recevoir les alertes à partir de maintenant. Rien n’est envoyé avant.
confirm-button = Confirmer
confirmed-title = Votre abonnement est actif
confirmed-text = À partir de maintenant, vous recevrez les informations que vous avez choisies. Chaque e-mail contient un lien pour modifier vos choix ou vous désabonner.
change-what-you-get = Modifier mes choix
unsubscribe = Se désabonner
stop-title = Arrêter tous les e-mails ?
stop-text = Rien n’a encore changé. Si vous cliquez sur le bouton, plus aucun e-mail ne partira, pas même ceux en attente d’envoi.
change-instead = Modifier plutôt mes choix
stopped-title = Plus aucun e-mail
stopped-text = L’envoi est arrêté, y compris pour les e-mails en attente. Vous pouvez vous réabonner à tout moment.
mute = Ne plus rien recevoir sur cet incident
mute-text = Rien n’a encore changé. Si vous cliquez sur le bouton, vous ne recevrez plus rien au sujet de « { $title } », pas même l’annonce de sa fin. Vous recevrez tout le reste comme avant.
stop = Arrêter
muted-title = Plus rien sur cet incident
muted-text = Vous ne recevrez plus rien au sujet de « { $title } ». Vous recevrez tout le reste comme avant.
ended-title = Cet abonnement a pris fin.
ended-text = Abonnez-vous à nouveau pour recevoir d’autres mises à jour.
missing-title = Cette page n’existe pas.
missing-text = L’adresse est peut-être ancienne ou mal saisie. Vos données n’ont pas été modifiées.
invalid-title = Une information n’est pas correcte.
conflict-title = Cette opération est impossible.
often-title = Trop de tentatives.
often-text =
    { $seconds ->
        [one] Réessayez dans { $seconds } seconde.
        [many] Réessayez dans { $seconds } secondes.
       *[other] Réessayez dans { $seconds } secondes.
    }
broken-title = Cela ne fonctionne pas pour le moment.
broken-text = Rien n’a été modifié. Réessayez dans une minute. Si vous étiez en train d’écrire, revenez en arrière : votre texte est toujours dans le formulaire.
late-text = On ne sait pas encore si l’opération a été effectuée. Vérifiez dans une minute. Si vous étiez en train d’écrire, revenez en arrière : votre texte est toujours dans le formulaire, et renvoyé, il ne sera pris en compte qu’une fois.
error-title = Une erreur s’est produite de notre côté.
error-text = Elle a été enregistrée sous le numéro { $id }. Vos données n’ont pas été modifiées ; réessayez dans une minute.

# Mails
subject-opened = [Incident] { $title }
subject-updated = [Mise à jour] { $title }
subject-resolved = [Résolu] { $title }
subject-retracted = [Fausse alerte] { $title }
all-updates = Toutes les mises à jour
mail-reason = Vous recevez cet e-mail parce que vous avez souscrit aux mises à jour { $brand } sur { $host }.
mail-chosen = Votre choix : { $what }.
post-asked = Quelqu’un, sans doute vous, a demandé à être informé ici des perturbations chez { $brand }.
post-test = Ceci est un test
post-test-text = Il montre que les nouvelles de { $brand } arrivent ici. Aucune perturbation n’est en cours.
rather-in = Plutôt dans une messagerie, ou vers un programme ?
by-mail = Par e-mail
by-sms = Par SMS
webhook = Webhook
endpoint = Adresse du webhook
endpoint-slack = Dans Slack, ajoutez l’application « Incoming Webhooks » à un canal et copiez son adresse.
endpoint-teams = Dans le canal, choisissez « Workflows », le modèle pour les requêtes webhook reçues, et copiez son adresse.
endpoint-discord = Dans les paramètres du salon, choisissez « Intégrations », « Webhooks », et copiez l’adresse.
endpoint-google_chat = Dans l’espace, choisissez « Applications et intégrations », « Webhooks », et copiez l’adresse.
endpoint-webhook = Une adresse https:// à vous. Les requêtes ont la forme de Statuspage et sont signées (Standard Webhooks).
endpoint-sms = Avec l’indicatif du pays, par exemple +33 1 23 45 67 89. Répondre STOP y met fin.
telephone = Numéro de téléphone
thanks-post = Si l’adresse est joignable, un message est en route. Ouvrez le lien qu’il contient et appuyez sur le bouton : rien n’est envoyé avant cela.
thanks-sms = Si le numéro est joignable, un SMS est en route. Ouvrez le lien qu’il contient et appuyez sur le bouton : rien n’est envoyé avant cela.
sms-confirm = { $brand } : pour recevoir les alertes par SMS, appuyez sur le bouton de { $link } Ce n’est pas vous ? Ignorez ce message.
sms-known = { $brand } : vous recevez déjà les alertes par SMS. Modifier ou arrêter : { $link }
sms-test = { $brand } : ceci est un test, vos alertes arrivent. Modifier : { $link }
send-test = Envoyer un test
test-sent = Un test est en route.
test-waits = Un test vient d’être envoyé. Réessayez dans dix minutes.
secret = Secret de signature
secret-note = Votre programme y reconnaît nos requêtes. Après un changement, les deux sont utilisés pendant un jour.
secret-change = Changer le secret
secret-changed = Le secret est changé. L’ancien reste utilisé pendant un jour.
letter-known = Votre abonnement existe déjà
letter-confirm = Confirmez votre abonnement
letter-asked = Quelqu’un, sans doute vous, a demandé à être informé par e-mail des incidents chez { $brand }.
letter-known-text = Cette adresse est déjà abonnée. Vous pouvez modifier vos choix.
letter-confirm-text = Encore une étape : ouvrez la page et cliquez sur le bouton.
letter-not-you = Si ce n’était pas vous, ignorez cet e-mail : il n’y aura pas de suite.

# Pieces for other sites
banner-close = Fermer
banner-more = Détails
subject-notice = [Avis] { $state } : { $title }
notice-planned = Maintenance prévue
notice-upcoming = Maintenance imminente
notice-moved = Maintenance déplacée
notice-started = La maintenance a commencé
notice-progress = Point sur la maintenance
notice-overrun = La maintenance se prolonge
notice-finished = Maintenance terminée
notice-cancelled = Maintenance annulée
planned-before = Prévu auparavant
effect = Ce que vous remarquerez
effect-unavailable = Indisponible
effect-degraded = Plus lent, avec des interruptions
effect-none = Rien de prévu
contact-by = Si cela ne vous convient pas, dites-le-nous avant
subject-reviewed = [Avis] Analyse de l’incident : { $title }
planned-end = Fin prévue au départ

# Templates and service credits
fill-eta = Fin prévue, au plus tard : { $time }.
fill-eta-unknown = Nous ne savons pas encore quand cela sera terminé.
fill-next = Prochaine mise à jour au plus tard : { $time }.
fill-next-open = Nous vous informerons à nouveau dès que nous en saurons plus.
fill-share = { $percent } des clients
fill-credit = Votre crédit de service pour { $month } : { $amount }.
fill-unanswered = Nous la menons à bien avec soin et l’indiquerons ici dès qu’elle sera terminée.
credit-subject = Crédit de service : { $month }
credit-heading = Votre crédit de service
credit-text = Nous n’avons pas tenu ce que nous vous avions promis pour { $month }. Composants concernés : { $scope }. Disponibilité sur cette période : { $percent }. Nous vous remboursons { $amount } ; ce montant figurera sur votre prochaine facture.
credit-reason = Vous recevez cet e-mail parce que votre organisation utilise les services { $brand }.
further-dates = Prochaines dates
