import type { Execute } from '#server/events/outbox.ts';
import type { MediaStore } from '#server/media/media-store.ts';
import type { Commands } from '#server/portal.ts';
import type { Sessions } from '#server/sessions/sessions.ts';
import type { RequestTokens } from '#server/sessions/request-token.ts';
import type { StopTokens } from '#server/sessions/stop-token.ts';
import { changePassword } from './accounts/change-password.ts';
import { accountCommands } from './accounts/index.ts';
import type { AccountParts } from './accounts/parts.ts';
import { blockPerson, changeRole, endSessions, unblockPerson } from './account-access.ts';
import { receiveAlerts } from './alerts.ts';
import { createApiToken, revokeApiToken } from './api-tokens.ts';
import { createOrganization, mergeOrganizations, renameOrganization } from './organizations.ts';
import { changeSettings } from './settings.ts';
import { pairScreen, pollPairing, startPairing, type PairingOptions } from './screen-pairing.ts';
import { commandScreen, revokeScreen, updateScreen } from './screens.ts';
import { updatePerson } from './update-person.ts';
import { addDocumentVersion, createDocument } from './documents.ts';
import type { DownloadTally } from './download-tally.ts';
import { deleteDocument, renameDocumentSection, updateDocument } from './edit-document.ts';
import { createPerson } from './people.ts';
import { createService, updateService } from './services.ts';
import { createMaintenance, updateMaintenance } from './maintenances.ts';
import { linkTicket, unlinkTicket } from './incident-tickets.ts';
import { writePostmortem } from './postmortem.ts';
import { updateIncident } from './update-incident.ts';
import { createCalendar, updateCalendar } from './calendars.ts';
import { commentTicket } from './comment-ticket.ts';
import { stopMail, updateProfile } from './profile.ts';
import { deleteMetric, deleteMetricValue, recordMetric, saveMetric } from './metrics.ts';
import { setUp } from './set-up.ts';
import { createTicket } from './create-ticket.ts';
import { acknowledgeIncident, createIncident } from './incidents.ts';
import { setServiceState } from './service-state.ts';
import { siteCommands } from './site/index.ts';
import { deleteReply, saveReply } from './canned-replies.ts';
import { deleteView, moveView, saveView } from './saved-views.ts';
import { deleteTicket } from './delete-ticket.ts';
import { readTicket } from './read-ticket.ts';
import {
	createReport,
	deleteReport,
	publishReport,
	remakeReport,
	type ReportSetting
} from './reports.ts';
import { deleteReportSchedule, saveReportSchedule } from './report-schedules.ts';
import { recalculateSla } from './recalculate-sla.ts';
import { createSlaPolicy, deleteSlaPolicy, updateSlaPolicy } from './sla-policies.ts';
import { createShifts, deleteShift, updateShift } from './shifts.ts';
import { acceptHandover, writeHandover } from './handovers.ts';
import { deleteCoverageRule, saveCoverageRule } from './coverage-rules.ts';
import { closeShiftFeed, openShiftFeed, setPublicName } from './own-schedule.ts';
import { rateTicket, reopenTicket } from './solved-ticket.ts';
import { cancelTicket, updateTicket } from './update-ticket.ts';

/** Every command of the portal: the only writers. */
export function createCommands(
	execute: Execute,
	sessions: Sessions,
	stores: {
		readonly attachments: MediaStore;
		readonly documents: MediaStore;
		readonly reports: MediaStore;
	},
	downloads: DownloadTally,
	stopTokens: StopTokens,
	pairing: PairingOptions,
	accounts: AccountParts,
	reporting: ReportSetting,
	requestTokens: RequestTokens
): Commands {
	const { attachments, documents, reports } = stores;
	return {
		...accountCommands(accounts),
		createTicket: createTicket(execute, attachments),
		updateTicket: updateTicket(execute),
		cancelTicket: cancelTicket(execute),
		commentTicket: commentTicket(execute, attachments),
		reopenTicket: reopenTicket(execute, attachments),
		rateTicket: rateTicket(execute),
		readTicket: readTicket(execute),
		deleteTicket: deleteTicket(execute),
		saveReply: saveReply(execute),
		deleteReply: deleteReply(execute),
		saveView: saveView(execute),
		deleteView: deleteView(execute),
		moveView: moveView(execute),
		createIncident: createIncident(execute),
		updateIncident: updateIncident(execute),
		acknowledgeIncident: acknowledgeIncident(execute),
		receiveAlerts: receiveAlerts(execute),
		linkTicket: linkTicket(execute),
		unlinkTicket: unlinkTicket(execute),
		writePostmortem: writePostmortem(execute),
		setServiceState: setServiceState(execute),
		createService: createService(execute),
		updateService: updateService(execute),
		createMaintenance: createMaintenance(execute),
		updateMaintenance: updateMaintenance(execute),
		createDocument: createDocument(execute, documents),
		addDocumentVersion: addDocumentVersion(execute, documents),
		updateDocument: updateDocument(execute),
		deleteDocument: deleteDocument(execute, documents),
		renameDocumentSection: renameDocumentSection(execute),
		countDownload: async (versionId) => downloads.note(versionId),
		createPerson: createPerson(execute),
		changeRole: changeRole(execute),
		blockPerson: blockPerson(execute),
		unblockPerson: unblockPerson(execute),
		updatePerson: updatePerson(execute),
		endSessions: endSessions(execute),
		createOrganization: createOrganization(execute),
		renameOrganization: renameOrganization(execute),
		mergeOrganizations: mergeOrganizations(execute),
		createApiToken: createApiToken(execute),
		revokeApiToken: revokeApiToken(execute),
		changeSettings: changeSettings(execute),
		startPairing: startPairing(pairing),
		pollPairing: pollPairing(pairing),
		pairScreen: pairScreen(pairing),
		updateScreen: updateScreen(execute),
		commandScreen: commandScreen(execute),
		revokeScreen: revokeScreen(execute),
		createReport: createReport(execute, reporting),
		publishReport: publishReport(execute),
		remakeReport: remakeReport(execute),
		deleteReport: deleteReport(execute, reports),
		saveReportSchedule: saveReportSchedule(execute, reporting),
		deleteReportSchedule: deleteReportSchedule(execute),
		createShifts: createShifts(execute),
		updateShift: updateShift(execute),
		deleteShift: deleteShift(execute),
		writeHandover: writeHandover(execute),
		acceptHandover: acceptHandover(execute),
		saveCoverageRule: saveCoverageRule(execute),
		deleteCoverageRule: deleteCoverageRule(execute),
		setPublicName: setPublicName(execute),
		openShiftFeed: openShiftFeed(execute),
		closeShiftFeed: closeShiftFeed(execute),
		updateProfile: updateProfile(execute),
		stopMail: stopMail(execute, stopTokens),
		createSlaPolicy: createSlaPolicy(execute),
		updateSlaPolicy: updateSlaPolicy(execute),
		deleteSlaPolicy: deleteSlaPolicy(execute),
		createCalendar: createCalendar(execute),
		updateCalendar: updateCalendar(execute),
		recalculateSla: recalculateSla(execute),
		saveMetric: saveMetric(execute),
		deleteMetric: deleteMetric(execute),
		recordMetric: recordMetric(execute),
		deleteMetricValue: deleteMetricValue(execute),
		...siteCommands(execute, requestTokens),
		setUp: setUp(execute),
		signIn: (kind, credentials, origin) => sessions.signIn(kind, credentials, origin),
		signInByCode: (...given) => sessions.signInByCode(...given),
		changePassword: changePassword(accounts),
		signOut: (sessionId) => sessions.signOut(sessionId)
	};
}
