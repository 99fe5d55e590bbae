import type { IncidentStatus, Severity } from '#lib/domain/incident.ts';
import type { ServiceState } from '#lib/domain/service.ts';

/** An incident from its first alarm to its end; minutes are counted from the beginning. */
export interface Script {
	readonly title: string;
	readonly severity: Severity;
	readonly impact: Readonly<Record<string, ServiceState>>;
	readonly message: string;
	readonly acknowledgedAfter: number;
	readonly updates: readonly {
		readonly after: number;
		readonly status: IncidentStatus;
		readonly severity?: Severity;
		readonly message: string;
	}[];
}

/** The two that are open when the demo begins come first. */
export const SCRIPTS: readonly Script[] = [
	{
		title: 'Не проходят платежи через эквайринг',
		severity: 'critical',
		impact: { acquiring: 'major_outage' },
		message: 'Терминалы и оплата на сайтах отвечают «Нет связи с банком». Проверяем шлюз.',
		acknowledgedAfter: 2,
		updates: [
			{
				after: 6,
				status: 'investigating',
				message: 'Затронуты все точки. Наличные и возвраты работают, банк подключён к разбору.'
			},
			{
				after: 21,
				status: 'investigating',
				message: 'Каналы до банка исправны, соединение обрывается при рукопожатии TLS.'
			},
			{
				after: 38,
				status: 'identified',
				message: 'Найдена причина: истёк сертификат шлюза. Замена идёт.'
			},
			{
				after: 58,
				status: 'monitoring',
				message: 'Сертификат заменён, платежи проходят. Наблюдаем за долей отказов.'
			},
			{
				after: 80,
				status: 'resolved',
				message: 'Отказов нет в течение 20 минут. За сроком сертификата теперь следит мониторинг.'
			}
		]
	},
	{
		title: 'Почта доставляется с задержкой',
		severity: 'major',
		impact: { mail: 'degraded' },
		message: 'Входящие письма приходят с задержкой до часа, исходящие уходят сразу.',
		acknowledgedAfter: 4,
		updates: [
			{
				after: 12,
				status: 'investigating',
				message: 'В очереди антиспам-шлюза 9 600 писем и растёт. Письма не теряются.'
			},
			{
				after: 31,
				status: 'identified',
				message: 'Шлюз перегружен массовой рассылкой вредоносных вложений. Добавляем второй узел.'
			},
			{
				after: 57,
				status: 'monitoring',
				message: 'Наблюдаем: второй узел работает, очередь сокращается, осталось 1 200 писем.'
			},
			{
				after: 95,
				status: 'resolved',
				message: 'Очередь пуста, новые письма приходят за секунды. Второй узел оставлен в работе.'
			}
		]
	},
	{
		title: 'Обрыв магистрали: нет интернета в двух офисах',
		severity: 'critical',
		impact: { internet: 'major_outage', vpn: 'partial_outage' },
		message: 'Основные каналы двух офисов недоступны. Переводим на резервные.',
		acknowledgedAfter: 3,
		updates: [
			{
				after: 9,
				status: 'identified',
				message: 'Провайдер подтвердил обрыв оптики при земляных работах.'
			},
			{
				after: 16,
				status: 'identified',
				severity: 'major',
				message: 'Оба офиса работают через LTE, скорость ниже обычной. Бригада выехала.'
			},
			{
				after: 140,
				status: 'monitoring',
				message: 'Оптика сварена, основные каналы подняты. Наблюдаем за потерями.'
			},
			{ after: 185, status: 'resolved', message: 'Потерь нет, резервные каналы отключены.' }
		]
	},
	{
		title: '1С: не проводятся документы после обновления платформы',
		severity: 'major',
		impact: { '1c': 'partial_outage' },
		message: 'После ночного обновления часть документов не проводится с ошибкой прав.',
		acknowledgedAfter: 5,
		updates: [
			{
				after: 14,
				status: 'investigating',
				message: 'Воспроизвели на копии: затронуты реализации и перемещения.'
			},
			{
				after: 33,
				status: 'identified',
				message: 'Новая версия строже проверяет роли. Готовим исправление прав.'
			},
			{ after: 62, status: 'monitoring', message: 'Права исправлены, документы проводятся.' },
			{
				after: 120,
				status: 'resolved',
				message: 'Ошибок нет два часа. Проверка ролей включена в план обновлений.'
			}
		]
	},
	{
		title: 'Прерывистая связь на исходящих звонках',
		severity: 'minor',
		impact: { telephony: 'degraded' },
		message: 'Часть исходящих вызовов обрывается на первых секундах.',
		acknowledgedAfter: 6,
		updates: [
			{
				after: 20,
				status: 'identified',
				message: 'Неисправен один из маршрутов оператора, исключили его.'
			},
			{ after: 45, status: 'monitoring', message: 'Обрывов нет. Ждём отчёт оператора.' },
			{
				after: 110,
				status: 'resolved',
				message: 'Оператор заменил оборудование, маршрут возвращён.'
			}
		]
	},
	{
		title: 'Терминальный сервер TS-02 перегружен',
		severity: 'minor',
		impact: { terminals: 'degraded' },
		message: 'Сеансы на TS-02 отвечают медленно, вход занимает до минуты.',
		acknowledgedAfter: 3,
		updates: [
			{
				after: 8,
				status: 'identified',
				message: 'Память занята обновлением антивируса, новые сеансы направляем на TS-01.'
			},
			{ after: 24, status: 'monitoring', message: 'Нагрузка в норме, сеансы перераспределены.' },
			{ after: 50, status: 'resolved', message: 'Обновления антивируса перенесены на ночь.' }
		]
	},
	{
		title: 'Не отправляются коды входа в портал',
		severity: 'major',
		impact: { portal: 'partial_outage' },
		message: 'СМС с кодами не доходят. Уже вошедшие работают как обычно.',
		acknowledgedAfter: 2,
		updates: [
			{
				after: 10,
				status: 'identified',
				message: 'Авария у провайдера СМС. Переключаем отправку на второго.'
			},
			{ after: 18, status: 'monitoring', message: 'Коды доходят за 5–10 секунд.' },
			{ after: 70, status: 'resolved', message: 'Основной провайдер восстановлен, отказов нет.' }
		]
	},
	{
		title: 'Недоступен том с общими папками',
		severity: 'critical',
		impact: { files: 'major_outage', terminals: 'degraded' },
		message: 'Диски S: и P: не открываются. Данные целы, массив проверяется.',
		acknowledgedAfter: 1,
		updates: [
			{
				after: 7,
				status: 'investigating',
				message: 'Отключился один контроллер хранилища, второй не принял нагрузку.'
			},
			{
				after: 26,
				status: 'identified',
				message: 'Причина — ошибка прошивки контроллера. Перезапускаем по инструкции производителя.'
			},
			{
				after: 41,
				status: 'monitoring',
				message: 'Том доступен, проверка целостности без ошибок.'
			},
			{
				after: 150,
				status: 'resolved',
				message: 'Прошивка обновлена на обоих контроллерах, переключение проверено.'
			}
		]
	},
	{
		title: 'Видеосвязь: не подключаются внешние участники',
		severity: 'minor',
		impact: { video: 'degraded' },
		message: 'Гости по ссылке не попадают на встречи. Внутренние участники подключаются.',
		acknowledgedAfter: 5,
		updates: [
			{
				after: 15,
				status: 'identified',
				message: 'Ошибка в правилах пограничного сервера после вечерних работ.'
			},
			{ after: 28, status: 'monitoring', message: 'Правила возвращены, гости входят.' },
			{ after: 60, status: 'resolved', message: 'Проверено на трёх встречах с гостями.' }
		]
	},
	{
		title: 'Задержка ночных копий',
		severity: 'minor',
		impact: { backup: 'degraded' },
		message: 'Ночное задание не уложилось в окно, три сервера ещё без свежей копии.',
		acknowledgedAfter: 11,
		updates: [
			{
				after: 30,
				status: 'identified',
				message: 'Сеть хранения перегружена полной копией архива. Приостановили её.'
			},
			{ after: 150, status: 'monitoring', message: 'Два сервера из трёх скопированы.' },
			{ after: 240, status: 'resolved', message: 'Все копии сделаны и проверены.' }
		]
	},
	{
		title: 'VPN: сбой двухфакторной проверки',
		severity: 'major',
		impact: { vpn: 'partial_outage' },
		message: 'Новые подключения не проходят проверку кода. Установленные не рвутся.',
		acknowledgedAfter: 2,
		updates: [
			{
				after: 11,
				status: 'investigating',
				message: 'Время на сервере проверки ушло на 4 минуты вперёд, выясняем почему.'
			},
			{
				after: 19,
				status: 'identified',
				message: 'Внешний источник времени отдавал неверное. Сменили источник.'
			},
			{ after: 30, status: 'monitoring', message: 'Подключения проходят.' },
			{
				after: 75,
				status: 'resolved',
				message: 'Время сверяется с тремя источниками, сбой не повторился.'
			}
		]
	},
	{
		title: 'Сканы не доходят до почты',
		severity: 'minor',
		impact: { print: 'degraded' },
		message: 'МФУ не отправляют сканы на почту. Печать и копирование работают.',
		acknowledgedAfter: 8,
		updates: [
			{
				after: 25,
				status: 'identified',
				message: 'Почтовый сервер отключил старый протокол. Включаем отдельный шлюз для МФУ.'
			},
			{ after: 55, status: 'monitoring', message: 'Сканы доходят со всех аппаратов.' },
			{ after: 130, status: 'resolved', message: 'Прошивки обновляем по графику, шлюз остаётся.' }
		]
	},
	{
		title: 'Интернет-банк недоступен из офисов',
		severity: 'minor',
		impact: { internet: 'degraded' },
		message: 'У части клиентов не открывается интернет-банк, остальные сайты работают.',
		acknowledgedAfter: 4,
		updates: [
			{
				after: 13,
				status: 'identified',
				message: 'Наш фильтр не доверял новому сертификату банка. Добавили исключение.'
			},
			{ after: 22, status: 'monitoring', message: 'Банк открывается.' },
			{ after: 65, status: 'resolved', message: 'Список доверенных сертификатов обновлён.' }
		]
	},
	{
		title: 'Остановился обмен 1С с порталом',
		severity: 'major',
		impact: { '1c': 'degraded', portal: 'degraded' },
		message: 'Счета и акты с ночи не появляются в портале. В 1С документы на месте.',
		acknowledgedAfter: 7,
		updates: [
			{
				after: 18,
				status: 'investigating',
				message: 'Очередь обмена стоит на одном документе, разбираем его содержимое.'
			},
			{
				after: 36,
				status: 'identified',
				message: 'Дубль контрагента с одинаковым ИНН. Объединяем карточки.'
			},
			{ after: 52, status: 'monitoring', message: 'Обмен идёт, загружено 340 документов.' },
			{
				after: 90,
				status: 'resolved',
				message: 'Все документы в портале, дубли проверяем при вводе.'
			}
		]
	}
];

/** What the two open incidents have lived through when the demo begins, in minutes. */
export const OPEN_AGES: readonly number[] = [42, 70];
