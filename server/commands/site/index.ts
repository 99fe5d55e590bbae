import type { Execute } from '#server/events/outbox.ts';
import type { SiteCommands } from '#server/portal/site.ts';
import type { RequestTokens } from '#server/sessions/request-token.ts';
import { saveContacts, writeSiteText } from './company.ts';
import { deleteFaq, moveFaq, orderFaq, saveFaq } from './faq.ts';
import { deleteNews, saveNews } from './news.ts';
import { fileRequest } from './requests.ts';

/** Everything that is written of the public site, or through it. */
export function siteCommands(execute: Execute, tokens: RequestTokens): SiteCommands {
	return {
		saveNews: saveNews(execute),
		deleteNews: deleteNews(execute),
		saveFaq: saveFaq(execute),
		deleteFaq: deleteFaq(execute),
		moveFaq: moveFaq(execute),
		orderFaq: orderFaq(execute),
		writeSiteText: writeSiteText(execute),
		saveContacts: saveContacts(execute),
		fileRequest: fileRequest(execute, tokens)
	};
}
