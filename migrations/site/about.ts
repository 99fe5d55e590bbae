/** What the portal says of itself before anybody rewrites it. */
export const ABOUT = {
	ru: `Портал — одно место, где клиенты подают заявки и видят, что с ними происходит, а служба поддержки ведёт очередь, инциденты, плановые работы и показатели.

# Что здесь открыто всем

- [Состояние сервисов](/services) и их доступность за 90 дней;
- [очередь заявок](/queue): номер, сервис, приоритет, статус и сроки — без темы, текста и имён;
- [инциденты](/incidents) с хронологией и разборами;
- [показатели](/kpi) с формулами, по которым они считаются;
- [новости](/news) и [ответы на частые вопросы](/faq).

# Почему цифрам можно верить

Всё, что вы видите, приходит из того же журнала событий, с которым работает дежурная смена, и в ту же секунду. Если связь потеряна, страница прямо говорит, на какой момент её данные, и не выдаёт старое за новое.

Доступность считается по записанным сбоям; плановые работы в неё не входят. Проценты не округляются вверх: 99,99 % никогда не превратится в 100 %.

# Что мы не показываем

Тему, текст, переписку и файлы заявки видят только её автор и сотрудники поддержки. Подробнее — в ответе [«Кто видит мою заявку?»](/faq#who-sees-my-ticket).`,
	en: `The portal is the one place where clients file tickets and see what becomes of them, and where the support team works the queue, incidents, planned works and figures.

# What is open to everybody

- [The state of the services](/services) and their availability over 90 days;
- [the queue](/queue): number, service, priority, status and deadlines, without subject, text or names;
- [incidents](/incidents) with their timelines and post-mortems;
- [figures](/kpi) with the formulas they are computed by;
- [news](/news) and [answers to frequent questions](/faq).

# Why you can trust the numbers

All you see comes from the same journal of events the duty shift works with, in the same second. When the connection is lost the page says as of when its data are, and never shows the old as if it were new.

Availability is counted from recorded outages; planned works are left out. Percentages are never rounded up: 99.99% does not become 100%.

# What we do not show

Subject, text, conversation and files of a ticket are seen by its author and the support team alone. More in [“Who sees my ticket?”](/faq#who-sees-my-ticket).`
} as const;
