import { insertTickets, type TicketFiller } from './many-tickets.ts';
import { serve } from './processes.ts';

serve({ fill: insertTickets } satisfies TicketFiller);
