/* For browsers of televisions down to Chromium 38: nothing newer than ECMAScript 5 stands here. */
(function () {
	'use strict';

	/* Data older than this are no longer shown as live; a link silent for so long is dead. */
	var LATE_MS = 10000;
	var DEAD_MS = 12000;
	var PATIENCE_MS = 10000;
	var REPORT_MS = 15000;
	var CALL_MS = 5000;
	var NAME_MS = 10000;
	/* Between two attempts to come by another build. */
	var BUILD_MS = 600000;
	/* An upright picture is narrow: its letters are larger for their share of the width. */
	var UPRIGHT = 1.6;
	/* Down to this share of the usual size. */
	var SMALLEST = 0.7;
	var LONGEST_DRIFT = 4;
	var KEY = 'portal.screen';
	var TRIED = 'portal.builds';

	var plain = document.getElementById('plain');
	if (!plain) return;

	function told(name) {
		return plain.getAttribute('data-' + name);
	}

	var words = JSON.parse(told('words'));
	var build = told('build');
	var loadedAt = Date.now();
	/* How far the server's clock is ahead of this one. */
	var ahead = Number(told('now')) - loadedAt;
	var heardAt = Date.now();
	/* The server's time up to which the board is known to be true; null before the first sign. */
	var trueAt = null;
	/* How far the stream was heard to be, and of which history. */
	var known = Number(told('seq'));
	var epoch = told('epoch');
	/* The build that the server runs, where it is another one than this page's. */
	var other = null;
	var leaving = false;
	var socket = null;
	var tries = 0;
	var again = null;
	var asking = false;
	var askAgain = false;
	var waiting = null;
	var turning = null;
	var calledAt = 0;
	var wasLate = false;
	var sounds = null;

	function now() {
		return Date.now() + ahead;
	}

	function each(selector, work) {
		var found = plain.querySelectorAll(selector);
		for (var at = 0; at < found.length; at += 1) work(found[at]);
	}

	function two(value) {
		return (value < 10 ? '0' : '') + value;
	}

	function clock(at) {
		var local = new Date(at + Number(told('offset')));
		return (
			two(local.getUTCHours()) + ':' + two(local.getUTCMinutes()) + ':' + two(local.getUTCSeconds())
		);
	}

	function unit(name, value) {
		return words[name].replace('{n}', String(value));
	}

	function duration(ms) {
		var seconds = Math.max(0, Math.floor(ms / 1000));
		if (seconds < 60) return unit('s', seconds);
		var minutes = Math.floor(seconds / 60);
		if (minutes < 60) return unit('min', minutes);
		var hours = Math.floor(minutes / 60);
		if (hours < 24) return unit('h', hours) + (minutes % 60 ? ' ' + unit('min', minutes % 60) : '');
		return unit('d', Math.floor(hours / 24)) + (hours % 24 ? ' ' + unit('h', hours % 24) : '');
	}

	function countdown(left) {
		var sign = left < 0 ? '\u2212' : '';
		var minutes = left < 0 ? Math.max(1, Math.floor(-left / 60000)) : Math.ceil(left / 60000);
		if (minutes >= 1440) return sign + duration(minutes * 60000);
		minutes = Math.max(1, minutes);
		return sign + Math.floor(minutes / 60) + ':' + two(minutes % 60);
	}

	function parsed(text) {
		try {
			return JSON.parse(text);
		} catch (broken) {
			return null;
		}
	}

	function call(method, address, done) {
		var request = new XMLHttpRequest();
		request.open(method, address, true);
		request.timeout = PATIENCE_MS;
		request.onload = function () {
			done(request.status, request.responseText);
		};
		request.onerror = request.ontimeout = function () {
			done(0, '');
		};
		return request;
	}

	/* The same page once more. */
	function get(done) {
		call('GET', location.pathname + '?at=' + Date.now(), done).send();
	}

	function post(address, body, done) {
		var request = call('POST', address, function (status, text) {
			done(parsed(text), status);
		});
		request.setRequestHeader('content-type', 'application/json');
		request.setRequestHeader('accept', 'application/json');
		request.send(JSON.stringify(body));
	}

	/* Storage may be switched off: then the cookie alone has to do. */
	function keptToken(token) {
		try {
			if (token === undefined) return localStorage.getItem(KEY);
			if (token === null) localStorage.removeItem(KEY);
			else localStorage.setItem(KEY, token);
		} catch (off) {
			return null;
		}
		return token;
	}

	/* Some seconds later, and never all televisions of a house in the same one. */
	function soon(work) {
		return setTimeout(work, 1000 + Math.random() * 4000);
	}

	function leave() {
		if (!leaving) depart();
		leaving = true;
	}

	/* A page that is loaded while the server is away becomes an error page, for ever: it asks first. */
	function depart() {
		get(function (status) {
			if (status > 0 && status < 500) location.reload();
			else soon(depart);
		});
	}

	/* Two builds may serve behind one address: each is tried once, and after that slowly. */
	function outdated() {
		if (other === null) return;
		if (!tried(other)) soon(leave);
		else if (performance.now() > BUILD_MS) leave();
	}

	/* Without storage nobody knows. */
	function tried(next) {
		try {
			var builds = (sessionStorage.getItem(TRIED) || '').split(' ');
			if (builds.indexOf(next) >= 0) return true;
			sessionStorage.setItem(TRIED, builds.slice(-4).concat(build, next).join(' '));
			return false;
		} catch (off) {
			return true;
		}
	}

	/* ---- The board ---- */

	/* The same page once more: what it shows and how far that is, in one answer. */
	function ask() {
		if (asking) {
			askAgain = true;
			return;
		}
		asking = true;
		get(function (status, html) {
			asking = false;
			if (status !== 200) return later();
			show(html);
			if (askAgain) {
				askAgain = false;
				ask();
			}
		});
	}

	function later() {
		askAgain = false;
		clearTimeout(waiting);
		waiting = soon(ask);
	}

	function show(html) {
		var page = document.implementation.createHTMLDocument('');
		page.documentElement.innerHTML = html;
		var next = page.getElementById('plain');
		if (!next || next.getAttribute('data-away') !== null) return later();
		/* No longer a television of ours: this page is not the one to go on. */
		if (next.getAttribute('data-token') === null) return leave();
		runs(next.getAttribute('data-build'));
		plain.innerHTML = next.innerHTML;
		plain.className = next.className;
		for (var at = 0; at < next.attributes.length; at += 1) {
			var one = next.attributes[at];
			if (one.name !== 'style') plain.setAttribute(one.name, one.value);
		}
		var passing = ['data-turn', 'data-turned', 'data-drift'];
		for (at = 0; at < passing.length; at += 1)
			if (next.getAttribute(passing[at]) === null) plain.removeAttribute(passing[at]);
		if (told('epoch') !== epoch) later();
		else if (isWhole()) trueAt = heardAt;
		else ask();
		tick();
		settle();
	}

	function settle() {
		fit();
		clearTimeout(turning);
		if (told('turn') !== null) turning = setTimeout(ask, Number(told('turn')) + 50);
	}

	/* As wide as the picture is when it hangs as it should: everything is measured by that. */
	function fit() {
		var turned = told('turned') !== null;
		var width = turned ? window.innerHeight : window.innerWidth;
		var height = turned ? window.innerWidth : window.innerHeight;
		var tall = height > width;
		var zoom = Number(told('zoom') || 100) / 100;
		plain.className = plain.className.replace(/ (tall|turned)/g, '');
		if (tall) plain.className += ' tall';
		if (turned) plain.className += ' turned';
		plain.style.width = turned ? width + 'px' : '';
		/* What drift uncovers at an edge. */
		document.body.style.background = window.getComputedStyle(plain).backgroundColor;
		var safe = Number(told('safe') || 0) / 100;
		plain.style.padding = safe * height + 'px ' + safe * width + 'px';
		/* A board with much on it is written smaller, so that its lower edge stays in the picture. */
		var usual = (width / 100) * (tall ? UPRIGHT : 1);
		var size = usual * zoom;
		var least = Math.min(size, usual) * SMALLEST;
		var room = height - (told('drift') === null ? 0 : LONGEST_DRIFT);
		plain.style.minHeight = room + 'px';
		do {
			document.documentElement.style.fontSize = size + 'px';
			size *= 0.96;
		} while (plain.scrollHeight > room && size > least);
		plain.style.minHeight = height + 'px';
		wander();
	}

	/* What never moves burns itself into the picture. */
	function wander() {
		var drift = parsed(told('drift'));
		var by = drift ? drift.path[Math.floor(now() / drift.step) % drift.path.length] : [0, 0];
		var turned = told('turned');
		if (turned === 'right') by = [by[0] + window.innerWidth, by[1]];
		if (turned === 'left') by = [by[0], by[1] + window.innerHeight];
		plain.style.transform =
			'translate(' +
			by[0] +
			'px, ' +
			by[1] +
			'px)' +
			(turned ? ' rotate(' + (turned === 'left' ? '-90' : '90') + 'deg)' : '');
	}

	/* Numbers of another history tell nothing: a node may not have noticed that one was restored. */
	function isWhole() {
		return told('epoch') === epoch && Number(told('seq')) >= known;
	}

	function heard(seq, its) {
		heardAt = Date.now();
		known = seq;
		if (its !== undefined) epoch = its;
		if (isWhole()) trueAt = heardAt;
		else ask();
	}

	function runs(next) {
		other = next === build ? null : next;
		outdated();
	}

	/* ---- The stream ---- */

	function connect() {
		clearTimeout(again);
		var scheme = location.protocol === 'https:' ? 'wss://' : 'ws://';
		var mine = new WebSocket(scheme + location.host + '/socket.io/?EIO=4&transport=websocket');
		socket = mine;
		mine.onmessage = function (message) {
			if (socket === mine) read(String(message.data));
		};
		mine.onclose = function () {
			if (socket !== mine) return;
			socket = null;
			tries += 1;
			/* All televisions of a house come back at different moments. */
			again = setTimeout(connect, Math.random() * Math.min(30000, 1000 * Math.pow(2, tries)));
		};
	}

	function drop() {
		var old = socket;
		socket = null;
		if (old) old.close();
		connect();
	}

	function send(text) {
		if (socket && socket.readyState === 1) socket.send(text);
	}

	function read(text) {
		if (text.charAt(0) === '0') {
			send(
				'40' +
					JSON.stringify({ token: told('token'), epoch: told('epoch'), after: Number(told('seq')) })
			);
		} else if (text.charAt(0) === '2') {
			send('3');
		} else if (text.slice(0, 2) === '44') {
			/* Refused: only the server can say who this is. */
			ask();
		} else if (text.slice(0, 2) === '42') {
			var message = JSON.parse(text.slice(2));
			hear(message[0], message[1]);
		}
	}

	function hear(name, body) {
		if (name === 'hello') {
			tries = 0;
			ahead = Date.parse(body.now) - Date.now();
			runs(body.build);
			heard(body.seq, body.epoch);
			report();
		} else if (name === 'batch' || name === 'reset') heard(body.seq, body.epoch);
		else if (name === 'pulse') heard(body);
		else if (name === 'bye') ask();
		else if (name === 'screen') ask();
		else if (name === 'command') obey(body);
	}

	function obey(command) {
		if (command.name === 'reload') leave();
		if (command.name !== 'identify') return;
		each('[data-name]', function (node) {
			node.removeAttribute('hidden');
			setTimeout(function () {
				node.setAttribute('hidden', '');
			}, NAME_MS);
		});
	}

	function report() {
		send(
			'42' +
				JSON.stringify([
					'report',
					{
						width: window.innerWidth,
						height: window.innerHeight,
						ratio: window.devicePixelRatio || 1,
						build: build,
						sound: sounds !== null,
						uptimeMs: Date.now() - loadedAt,
						seq: Number(told('seq'))
					}
				])
		);
	}

	/* ---- The truth clock ---- */

	function tick() {
		var at = Date.now();
		/* Asleep, or the clock was set: what was said before is not believed. */
		if (at < heardAt) {
			heardAt = at;
			trueAt = null;
			drop();
		}
		if (at - heardAt > DEAD_MS) {
			heardAt = at;
			drop();
		}
		var from = trueAt === null ? loadedAt : trueAt;
		var age = at - from;
		var late = age >= LATE_MS;
		var texts = { time: clock(from + ahead), age: duration(age) };
		each('[data-clock]', function (node) {
			node.textContent = clock(now());
		});
		each('[data-lamp]', function (node) {
			var text = late ? words.late : trueAt === null ? words.recovering : words.live;
			node.className = 'lamp' + (late ? ' late' : trueAt === null ? '' : ' live');
			node.textContent = text.replace('{time}', texts.time).replace('{age}', texts.age);
		});
		each('[data-old]', function (node) {
			node.textContent = late ? words.old.replace('{age}', texts.age) : '';
		});
		each('[data-due]', function (node) {
			node.textContent = countdown(Number(node.getAttribute('data-due')) - now());
		});
		each('[data-since]', function (node) {
			node.textContent = duration(now() - Number(node.getAttribute('data-since')));
		});
		plain.setAttribute('data-link', late ? 'late' : trueAt === null ? 'waiting' : 'live');
		sound(late);
		outdated();
		/* Each tile has a line more to say. */
		if (late !== wasLate) fit();
		else wander();
		wasLate = late;
	}

	/* A seized screen calls until somebody acknowledges; silent where no sound is allowed. */
	function sound(late) {
		if (late || told('sound') === 'off' || !plain.querySelector('[data-takeover]')) return;
		if (Date.now() - calledAt < CALL_MS) return;
		calledAt = Date.now();
		var Context = window.AudioContext || window.webkitAudioContext;
		if (!Context) return;
		if (!sounds) sounds = new Context();
		var tone = sounds.createOscillator();
		var volume = sounds.createGain();
		volume.gain.value = 0.2;
		tone.frequency.value = 880;
		tone.connect(volume);
		volume.connect(sounds.destination);
		tone.start();
		tone.stop(sounds.currentTime + 0.4);
	}

	/* ---- Pairing ---- */

	function say(name, text) {
		each('[data-' + name + ']', function (node) {
			node.textContent = text;
		});
	}

	function become(token) {
		post('/wall/identity', { token: token }, function (answer) {
			if (!answer) {
				say('state', words.trouble);
				soon(function () {
					become(token);
				});
			} else if (answer.showing) {
				keptToken(token);
				leave();
			} else {
				keptToken(null);
				pair();
			}
		});
	}

	function pair() {
		post('/api/v1/screens/pair', {}, function (codes, status) {
			if (!codes || status !== 200) {
				say('state', words.trouble);
				soon(pair);
				return;
			}
			say('code', codes.userCode.slice(0, 3) + ' ' + codes.userCode.slice(3));
			say('address', codes.verificationUri.replace(/^https?:\/\//, ''));
			say('state', words.waiting);
			each('[data-qr]', function (picture) {
				picture.src = '/wall/plain/qr?code=' + codes.userCode;
				picture.removeAttribute('hidden');
			});
			poll(codes, codes.interval, Date.now() + codes.expiresIn * 1000);
		});
	}

	function poll(codes, seconds, until) {
		setTimeout(function () {
			if (Date.now() >= until) return pair();
			post('/api/v1/screens/token', { deviceCode: codes.deviceCode }, function (answer) {
				if (answer && answer.token) return become(answer.token);
				if (answer && answer.code === 'expired_token') return pair();
				say('state', answer ? words.waiting : words.trouble);
				poll(codes, answer && answer.code === 'slow_down' ? seconds + 5 : seconds, until);
			});
		}, seconds * 1000);
	}

	if (told('token') !== null) {
		keptToken(told('token'));
		tick();
		settle();
		connect();
		setInterval(tick, 1000);
		setInterval(report, REPORT_MS);
		window.addEventListener('online', drop);
		window.addEventListener('resize', fit);
		/* With the letters it was meant to have. */
		window.addEventListener('load', fit);
	} else if (told('away') !== null) {
		soon(leave);
	} else {
		var kept = keptToken();
		if (kept) become(kept);
		else pair();
	}
})();
