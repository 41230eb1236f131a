# Pages and mails. The same messages with the same variables stand in every language.

# Head and foot
skip = Saltar al contenido
status = estado del servicio
site = Sitio
more = Más
get-updates = Suscribirse
history = Historial
uptime = Disponibilidad
calendar = Calendario
last-change = Último cambio:
state-of = Estado a fecha de
live = Se actualiza automáticamente
pause = Pausar la actualización
resume = Reanudar la actualización
theme = Colores
theme-system = Colores: sistema
theme-light = Colores: claros
theme-dark = Colores: oscuros
language = Idioma
stale = Esta página no puede acceder a su propia base de datos. La información que ve corresponde al
page-description = Estado actual, incidentes, mantenimiento y disponibilidad de { $brand }.
page-title = { $title } - Estado de { $brand }

# States
tone-unknown = Desconocido
tone-operational = Operativo
tone-maintenance = En mantenimiento
tone-degraded = Rendimiento degradado
tone-partial = Interrupción parcial
tone-major = Interrupción grave
state-open = Abierto

# Severities
severity-p1 = P1 crítica
severity-p2 = P2 alta
severity-p3 = P3 media
severity-p4 = P4 baja
severity-p1-means = Un servicio entero no funciona, o los datos o la seguridad están en riesgo.
severity-p2-means = Una función importante no funciona o va lenta.
severity-p3-means = Una función secundaria tiene problemas; la mayoría puede trabajar.
severity-p4-means = Solo afecta a la presentación, o el problema se evita fácilmente.

# Phases
phase-investigating = En investigación
phase-identified = Causa identificada
phase-monitoring = En observación
phase-resolved = Resuelto
phase-false_alarm = Falsa alarma
phase-scheduled = Programado
phase-in_progress = En curso
phase-verifying = En verificación
phase-completed = Completado
phase-cancelled = Cancelado
phase-running-over = Más largo de lo previsto
phase-postmortem = Informe posterior

# The one sentence
overall-state = Estado general
overall-well = Todos los sistemas están operativos.
overall-well-in = Todos los sistemas están operativos en { $region }.
overall-unknown = Todavía no se supervisa nada.
overall-unknown-in = Todavía no se supervisa nada en { $region }.
overall-maintenance = Hay un mantenimiento programado en curso.
overall-maintenance-in = Hay un mantenimiento programado en curso en { $region }.
overall-incidents =
    { $count ->
        [one] Hay { $count } incidente abierto.
        [many] Hay { $count } incidentes abiertos.
       *[other] Hay { $count } incidentes abiertos.
    }
overall-normal =
    { $count ->
        [one] { $regions } funciona con normalidad.
        [many] { $regions } funcionan con normalidad.
       *[other] { $regions } funcionan con normalidad.
    }
since = Desde el
next-update-by = Próxima actualización, a más tardar
cause = Causa
what-to-do = Qué hacer
expected-end = Fin previsto
next-update = Próxima actualización
next-update-late = La próxima actualización lleva { $length } de retraso.
late-by = { $length } de retraso
edited = editado
countdown-in = dentro de { "{}" }
countdown-late = { "{}" } de retraso
in-length = dentro de { $length }

# The page
regions = Regiones
all-regions = Todas las regiones
open-incidents = Incidentes abiertos
planned = Mantenimiento programado
components = Componentes
no-components = Todavía no hay componentes. El equipo los añade en el área de administración, en «Settings».
other = Otros
all-components = Todos los componentes
former-component = Un componente anterior
legend = Significado de los símbolos
ninety-days-ago = Hace 90 días
today = Hoy
availability-90 = { $percent } en 90 días
percent = { $number } %
no-trouble = Sin problemas
nothing-known = Sin datos
trouble-days =
    { $count ->
        [one] Problemas en { $count } día
        [many] Problemas en { $count } días
       *[other] Problemas en { $count } días
    }
bars-unknown = { $component }: todavía sin datos.
bars-well = { $component }: { $percent } de disponibilidad en 90 días, sin problemas.
bars-trouble =
    { $count ->
        [one] { $component }: { $percent } de disponibilidad en 90 días, problemas en { $count } día.
        [many] { $component }: { $percent } de disponibilidad en 90 días, problemas en { $count } días.
       *[other] { $component }: { $percent } de disponibilidad en 90 días, problemas en { $count } días.
    }
lost-major = { $length } de interrupción grave
lost-partial = { $length } de interrupción parcial
lost-degraded = { $length } de rendimiento degradado
lost-maintenance = { $length } de mantenimiento
day-lost = { $day }: { $lost }
earlier-updates =
    { $count ->
        [one] { $count } actualización anterior
        [many] { $count } actualizaciones anteriores
       *[other] { $count } actualizaciones anteriores
    }
past-incidents = Incidentes anteriores
no-incidents = Sin incidentes.
more-incidents =
    { $count ->
        [one] { $count } más
   *[other] { $count } más
    }
whole-history = Todo el historial
ongoing = en curso
names-in-regions = { $names } en { $regions }
name-in-region = { $name }, { $region }
to = hasta el

# Lengths of time
length-none = menos de un minuto
length-minutes = { $minutes } min
length-hours = { $hours } h
length-hours-minutes = { $hours } h { $minutes } min
length-days = { $days } d
length-days-hours = { $days } d { $hours } h

# An incident or a maintenance
started = Inicio
resolved = Resolución
lasted = Duración
lasts = Hasta ahora
takes = Duración
begins = Inicio
ends = Fin
customers-affected = Clientes afectados
about-percent = alrededor del { $number } %
affected = Componentes afectados
affected-now = Componentes afectados
affected-then = Componentes que se vieron afectados
not-affected = No afectado
component = Componente
region = Región
severity = Gravedad
updates = Actualizaciones
related = Incidentes relacionados
part-of = Parte de un incidente mayor
copy-link = Copiar enlace
copied = Copiado
to-calendar = Añadir al calendario
planned-work = Mantenimiento programado
maintenance-title = Mantenimiento: { $title }
read-postmortem = Leer el informe posterior
postmortem = Informe posterior
postmortem-title = Informe posterior: { $title }
to-incident = El incidente y sus actualizaciones
published = Publicación
told = Avisados
told-counts =
    { $count ->
        [one] { $count } suscriptor
        [many] { $count } suscriptores
       *[other] { $count } suscriptores
    }

# History
months = Meses
history-title = Historial: { $month }
narrow = Filtrar
search = Texto
any-component = Cualquier componente
any-severity = Cualquier gravedad
show-all = Mostrar todo
found-title = Búsqueda: { $text }
found =
    { $count ->
        [0] No se ha encontrado nada. Pruebe con menos palabras o con otras.
        [one] { $count } resultado.
        [many] { $count } resultados.
       *[other] { $count } resultados.
    }
pages = Páginas
page-of = Página { $page } de { $count }
newer = Más recientes
older = Más antiguos
quiet-month = En este mes no empezó ningún incidente ni mantenimiento.
quiet-month-narrowed = En este mes no empezó nada de este tipo.

# Uptime
availability = Disponibilidad
availability-of = Disponibilidad en porcentaje: { $group }
availability-by-region = Disponibilidad en porcentaje por región
availability-by-month = Disponibilidad en porcentaje por mes
window-24h = 24 horas
window-7d = 7 días
window-30d = 30 días
window-90d = 90 días
window-year = Año
uptime-note = Parte del tiempo en que un componente funcionó. Una interrupción parcial cuenta como un { $partial } % de interrupción, el rendimiento degradado como un { $degraded } % y el mantenimiento como un { $maintenance } %. El tiempo sin supervisión queda fuera del cálculo.
calendar-of-all = Calendario de todos los componentes
calendar-of-days = Un año, día a día
calendar-whose = { $name }, día a día

# Subscribing
subscribe-title = Suscribirse a las actualizaciones
subscribe-heading = Recibir novedades
subscribe-lede = Solo sobre lo que elija. Cada mensaje incluye un enlace para cambiarlo o detenerlo.
subscribe-lede-sms = Solo lo que usted elija. Para cambiarlo, escriba aquí el número otra vez: recibirá un enlace.
follow = Seguir este incidente
follow-lede = Recibirá un mensaje con cada novedad hasta que termine, y nada más por ello.
follows = Sigue «{ $title }» hasta que termine.
preferences-title = Lo que usted recibe
preferences-heading = Lo que recibe
preferences-lede = Los cambios para { $whose } se aplican de inmediato.
email = Correo electrónico
email-hint = Enviamos un solo correo para confirmarlo. Nada más hasta que usted lo confirme.
fault-email = Escriba una dirección de correo completa, por ejemplo, ada@example.com.
faults =
    { $count ->
        [one] Revise { $count } dato
        [many] Revise { $count } datos
       *[other] Revise { $count } datos
    }
regions-hint = Si no elige ninguna, recibirá avisos de todas.
components-hint = Si no elige ninguno, recibirá avisos de todos. Un grupo entero incluye también los componentes que se le añadan más adelante.
all = todos
all-of = Todo el grupo { $group }
how-bad = Gravedad
how-bad-hint = Si no elige ninguna, recibirá avisos de P1 y P2.
what-about = Tipo de avisos
kind-incidents = Incidentes
kind-maintenance = Mantenimiento programado
kind-postmortems = Informes posteriores
time-zone = Zona horaria
time-zone-hint = Las horas se indican en esta zona, junto con UTC.
mail-language = Idioma de los mensajes
leave-empty = Deje este campo vacío
subscribe = Suscribirse
save = Guardar
saved = Cambios guardados.
your-data = Sus datos
your-data-note = Todo lo que se guarda aquí sobre usted, en un archivo; o ya nada.
your-data-save = Guardar
erase = Borrarlo todo
erased-title = Se ha borrado
erased-text = Aquí ya no se guarda nada sobre usted y no se enviará nada más. Puede volver a suscribirse cuando quiera.
stop-all = Detener todo
stop-note = De inmediato, también lo que está en espera. Puede volver a suscribirse cuando quiera.
rather-a-feed = ¿Prefiere un feed?
feeds-note = Los feeds no necesitan dirección de correo. Añada ?region=, component=, severity= o kind= para recibir solo una parte.
feed-title = Estado de { $brand }
feed-description = Incidentes, mantenimiento e informes posteriores de { $brand }
calendar-title = Mantenimiento de { $brand }

# One thing to say
go-home = Ver el estado actual
hasty = Ha sido muy rápido. Si no es una máquina, pulse el botón una vez más.
thanks-title = Un paso más
thanks-text = Si la dirección es válida, le llegará un correo. Abra el enlace que contiene y pulse el botón: hasta entonces no se envía nada más.
confirm-title = ¿Confirmar su suscripción?
confirm-text = Pulse el botón para recibir avisos de incidentes a partir de ahora. Antes no se envía nada.
confirm-button = Confirmar
confirmed-title = Su suscripción está activa
confirmed-text = A partir de ahora recibirá avisos de lo que eligió. Cada correo incluye un enlace para cambiar su elección o darse de baja.
change-what-you-get = Cambiar lo que recibo
unsubscribe = Darse de baja
stop-title = ¿Dejar de recibir correos?
stop-text = Todavía no ha cambiado nada. Si pulsa el botón, no se enviará ningún correo más, ni siquiera los que están pendientes de envío.
change-instead = Mejor cambiar lo que recibo
stopped-title = No recibirá más correos
stopped-text = El envío se ha detenido, también para los correos que estaban pendientes. Puede volver a suscribirse cuando quiera.
mute = No recibir más sobre este incidente
mute-text = Todavía no ha cambiado nada. Si pulsa el botón, no recibirá nada más sobre «{ $title }», ni siquiera el aviso de que ha terminado. Todo lo demás le llegará como hasta ahora.
stop = Detener
muted-title = Nada más sobre este incidente
muted-text = No recibirá nada más sobre «{ $title }». Todo lo demás le llegará como hasta ahora.
ended-title = Esta suscripción ha finalizado.
ended-text = Suscríbase de nuevo para seguir recibiendo avisos.
missing-title = Esta página no existe.
missing-text = Es posible que la dirección sea antigua o esté mal escrita. Sus datos no se han modificado.
invalid-title = Hay un dato que no es correcto.
conflict-title = No se puede hacer esto.
often-title = Demasiados intentos.
often-text =
    { $seconds ->
        [one] Inténtelo de nuevo dentro de { $seconds } segundo.
        [many] Inténtelo de nuevo dentro de { $seconds } segundos.
       *[other] Inténtelo de nuevo dentro de { $seconds } segundos.
    }
broken-title = Esto no funciona en este momento.
broken-text = No se ha cambiado nada. Inténtelo de nuevo dentro de un minuto. Si estaba escribiendo, vuelva atrás: su texto sigue en el formulario.
late-text = Aún no se sabe si se ha realizado. Vuelva a mirar dentro de un minuto. Si estaba escribiendo, vuelva atrás: su texto sigue en el formulario y, si lo envía de nuevo, se realizará una sola vez.
error-title = Se ha producido un error por nuestra parte.
error-text = Ha quedado registrado con el número { $id }. Sus datos no se han modificado; inténtelo de nuevo dentro de un minuto.

# Mails
subject-opened = [Incidente] { $title }
subject-updated = [Actualización] { $title }
subject-resolved = [Resuelto] { $title }
subject-retracted = [Falsa alarma] { $title }
all-updates = Todas las actualizaciones
mail-reason = Recibe este correo porque se suscribió a los avisos de { $brand } en { $host }.
mail-chosen = Su selección: { $what }.
post-asked = Alguien, probablemente usted, ha pedido que se informe aquí de los problemas de { $brand }.
post-test = Esto es una prueba
post-test-text = Muestra que las noticias de { $brand } llegan aquí. No hay ningún problema.
rather-in = ¿Mejor en un chat o a un programa?
by-mail = Por correo
by-sms = Por SMS
webhook = Webhook
endpoint = Dirección del webhook
endpoint-slack = En Slack, añada la aplicación «Incoming Webhooks» a un canal y copie su dirección.
endpoint-teams = En el canal, elija «Flujos de trabajo», la plantilla para solicitudes de webhook recibidas, y copie su dirección.
endpoint-discord = En los ajustes del canal, elija «Integraciones», «Webhooks», y copie la dirección.
endpoint-google_chat = En el espacio, elija «Aplicaciones e integraciones», «Webhooks», y copie la dirección.
endpoint-webhook = Una dirección https:// suya. Las solicitudes tienen la forma de Statuspage y van firmadas (Standard Webhooks).
endpoint-sms = Con el prefijo del país, como +34 912 345 678. Responda STOP para terminar.
telephone = Número de teléfono
thanks-post = Si se puede llegar a la dirección, un mensaje va en camino. Abra su enlace y pulse el botón: solo entonces se envía algo.
thanks-sms = Si se puede llegar al número, un SMS va en camino. Abra su enlace y pulse el botón: solo entonces se envía algo.
sms-confirm = { $brand }: para recibir alertas por SMS, pulse el botón en { $link } ¿No es usted? Ignore este mensaje.
sms-known = { $brand }: ya recibe alertas por SMS. Cambiar o terminar: { $link }
sms-test = { $brand }: esto es una prueba; sus alertas llegan. Cambiar: { $link }
send-test = Enviar una prueba
test-sent = Una prueba va en camino.
test-waits = Se acaba de enviar una prueba. Inténtelo de nuevo dentro de diez minutos.
secret = Secreto de firma
secret-note = Con él su programa sabe que una solicitud es nuestra. Tras un cambio se usan ambos durante un día.
secret-change = Cambiar el secreto
secret-changed = El secreto ha cambiado. El anterior se usa también durante un día.
letter-known = Ya tiene una suscripción
letter-confirm = Confirme su suscripción
letter-asked = Alguien, probablemente usted, ha pedido recibir por correo los avisos de incidentes de { $brand }.
letter-known-text = Esta dirección ya está suscrita. Puede cambiar lo que recibe.
letter-confirm-text = Un paso más: abra la página y pulse el botón.
letter-not-you = Si no fue usted, ignore este correo: no recibirá nada más.

# Pieces for other sites
banner-close = Cerrar
banner-more = Detalles
subject-notice = [Aviso] { $state }: { $title }
notice-planned = Mantenimiento previsto
notice-upcoming = El mantenimiento se acerca
notice-moved = Mantenimiento aplazado
notice-started = El mantenimiento ha comenzado
notice-progress = Novedades del mantenimiento
notice-overrun = El mantenimiento se alarga
notice-finished = Mantenimiento terminado
notice-cancelled = Mantenimiento cancelado
planned-before = Previsto antes
effect = Qué notará
effect-unavailable = No disponible
effect-degraded = Más lento, con interrupciones
effect-none = Nada previsto
contact-by = Si no le conviene, díganoslo antes del
subject-reviewed = [Aviso] Análisis del incidente: { $title }
planned-end = Fin previsto al principio

# Templates and service credits
fill-eta = Fin previsto, a más tardar: { $time }.
fill-eta-unknown = Todavía no sabemos cuándo terminará.
fill-next = Próxima actualización, a más tardar: { $time }.
fill-next-open = Volveremos a informarle en cuanto sepamos más.
fill-share = { $percent } de los clientes
fill-credit = Su crédito de servicio de { $month }: { $amount }.
fill-unanswered = Lo estamos terminando con cuidado y lo comunicaremos aquí en cuanto haya finalizado.
credit-subject = Crédito de servicio: { $month }
credit-heading = Su crédito de servicio
credit-text = No cumplimos lo que le prometimos para { $month }. Componentes afectados: { $scope }. Disponibilidad en ese período: { $percent }. Le devolvemos { $amount }; el importe figurará en su próxima factura.
credit-reason = Recibe este correo porque su organización utiliza { $brand }.
further-dates = Próximas fechas
