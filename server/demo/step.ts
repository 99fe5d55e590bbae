import type { CoverageRule } from '#lib/domain/coverage.ts';
import type { ShiftTimes } from '#lib/domain/shift.ts';
import type { IncidentStatus, Severity } from '#lib/domain/incident.ts';
import type { MetricDefinition } from '#lib/domain/metric.ts';
import type { Role } from '#lib/domain/people.ts';
import type { ServiceState } from '#lib/domain/service.ts';
import type { Priority, TicketStatus } from '#lib/domain/ticket.ts';

/** Somebody of the demo company. Only the four demo accounts may sign in. */
export interface DemoPerson {
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	readonly organization: string;
	readonly signsIn: boolean;
}

export interface DemoService {
	readonly slug: string;
	readonly name: string;
	readonly description: string;
	readonly position: number;
}

/**
 * What somebody does. `ticket` and `incident` are keys of the plan, not numbers: numbers are
 * known only when the step was carried out. `actor` is an e-mail.
 */
export type DemoAction =
	| { readonly do: 'tick' }
	| {
			readonly do: 'file';
			readonly ticket: string;
			readonly actor: string;
			readonly requester: string;
			readonly subject: string;
			readonly description: string;
			readonly service: string;
			readonly priority: Priority;
	  }
	| {
			readonly do: 'change';
			readonly ticket: string;
			readonly actor: string;
			readonly status?: TicketStatus;
			readonly priority?: Priority;
			readonly assignee?: string;
	  }
	| { readonly do: 'cancel'; readonly ticket: string; readonly actor: string }
	| {
			readonly do: 'rate';
			readonly ticket: string;
			readonly actor: string;
			readonly score: number;
	  }
	| {
			readonly do: 'write';
			readonly ticket: string;
			readonly actor: string;
			readonly body: string;
			readonly internal: boolean;
	  }
	| {
			readonly do: 'open';
			readonly incident: string;
			readonly actor: string;
			readonly title: string;
			readonly severity: Severity;
			readonly impact: Readonly<Record<string, ServiceState>>;
			readonly message: string;
	  }
	| {
			readonly do: 'update';
			readonly incident: string;
			readonly actor: string;
			readonly status: IncidentStatus;
			readonly severity?: Severity;
			readonly message: string;
	  }
	| { readonly do: 'acknowledge'; readonly incident: string; readonly actor: string }
	| {
			readonly do: 'service';
			readonly service: string;
			readonly actor: string;
			readonly state: ServiceState;
	  }
	| {
			readonly do: 'link';
			readonly incident: string;
			readonly ticket: string;
			readonly actor: string;
	  }
	| {
			readonly do: 'lesson';
			readonly incident: string;
			readonly actor: string;
			readonly body: string;
			readonly published: boolean;
	  }
	| {
			readonly do: 'plan';
			readonly works: string;
			readonly actor: string;
			readonly title: string;
			readonly message: string;
			readonly services: readonly string[];
			readonly startsAt: number;
			readonly endsAt: number;
	  }
	| {
			readonly do: 'publish';
			/** Its title in the library. */
			readonly document: string;
			readonly edition: number;
			readonly actor: string;
	  }
	| {
			readonly do: 'roster';
			readonly actor: string;
			readonly member: string;
			readonly position: string;
			readonly times: readonly ShiftTimes[];
	  }
	| {
			readonly do: 'wanted';
			readonly actor: string;
			readonly rule: Omit<CoverageRule, 'id'>;
	  }
	| { readonly do: 'named'; readonly actor: string }
	| {
			readonly do: 'define';
			readonly actor: string;
			readonly metric: string;
			readonly definition: MetricDefinition;
	  }
	| {
			readonly do: 'measure';
			readonly actor: string;
			readonly metric: string;
			readonly value: number;
	  }
	| {
			readonly do: 'handover';
			readonly actor: string;
			readonly handover: string;
			readonly body: string;
	  }
	| { readonly do: 'accept'; readonly actor: string; readonly handover: string };

/** An action at its moment, in milliseconds since the epoch. */
export type DemoStep = DemoAction & { readonly at: number };

/** Sixty days of a company, in the order they happened. */
export interface DemoPlan {
	readonly from: number;
	readonly now: number;
	/** The administrator, who creates everybody else. */
	readonly admin: string;
	readonly people: readonly DemoPerson[];
	readonly services: readonly DemoService[];
	readonly steps: readonly DemoStep[];
}
