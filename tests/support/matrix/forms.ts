import { rowsOf } from './table.ts';

/**
 * Every form action × whose × role, sent empty: `in` got as far as its input, 303 leads to the
 * sign-in; one that names its thing by a field names none, and finds none. What is foreign and what is missing is 404 before anything is read of the form.
 */
export const FORMS = rowsOf(`
form                                        whose    anonymous  client  manager  admin
/cabinet?/create                                      303        in      in       in
/cabinet/profile?/update                              303        in      in       in
/cabinet/profile?/password                            303        in      in       in
/cabinet/profile?/openFeed                           303        403     in       in
/cabinet/profile?/closeFeed                          303        403     in       in
/cabinet/profile?/schedule                           303        403     in       in
/cabinet/tickets/[number]?/comment           own      303        in      404      404
/cabinet/tickets/[number]?/comment           foreign  303        404     404      404
/cabinet/tickets/[number]?/comment           missing  303        404     404      404
/cabinet/tickets/[number]?/read              own      303        in      404      404
/cabinet/tickets/[number]?/read              foreign  303        404     404      404
/cabinet/tickets/[number]?/read              missing  303        404     404      404
/cabinet/tickets/[number]?/reopen            own      303        in      404      404
/cabinet/tickets/[number]?/reopen            foreign  303        404     404      404
/cabinet/tickets/[number]?/reopen            missing  303        404     404      404
/cabinet/tickets/[number]?/rate              own      303        in      404      404
/cabinet/tickets/[number]?/rate              foreign  303        404     404      404
/cabinet/tickets/[number]?/rate              missing  303        404     404      404
/cabinet/tickets/[number]?/cancel            own      303        in      404      404
/cabinet/tickets/[number]?/cancel            foreign  303        404     404      404
/cabinet/tickets/[number]?/cancel            missing  303        404     404      404
/unsubscribe?/default                                 404        404     404      404
/login?/default                                       in         in      in       in
/setup?/default                                       404        404     404      404
/panel/replies?/create                                303        403     in       in
/panel/replies?/update                                303        403     in       in
/panel/replies?/delete                                303        403     in       in
/panel/services?/create                               303        403     in       in
/panel/services?/update                              303        403     404      404
/panel/services?/state                                303        403     in       in
/panel/services?/plan                                 303        403     in       in
/panel/services?/change                              303        403     404      404
/panel/services?/turn                                303        403     404      404
/panel/incidents?/create                              303        403     in       in
/panel/incidents/[number]?/update            own      303        403     in       in
/panel/incidents/[number]?/times             own      303        403     in       in
/panel/incidents/[number]?/acknowledge       own      303        403     in       in
/panel/incidents/[number]?/acknowledge       missing  303        403     404      404
/panel/incidents/[number]?/link              own      303        403     in       in
/panel/incidents/[number]?/unlink            own      303        403     in       in
/panel/incidents/[number]?/postmortem        own      303        403     in       in
/panel/queue?/create                                  303        403     in       in
/panel/queue?/keep                                    303        403     in       in
/panel/queue?/bulk                                    303        403     in       in
/panel/queue/views?/rename                            303        403     in       in
/panel/queue/views?/move                              303        403     in       in
/panel/queue/views?/delete                            303        403     in       in
/panel/queue/[number]?/update                foreign  303        403     in       in
/panel/queue/[number]?/update                missing  303        403     404      404
/panel/queue/[number]?/edit                  foreign  303        403     in       in
/panel/queue/[number]?/edit                  missing  303        403     404      404
/panel/queue/[number]?/link                  foreign  303        403     in       in
/panel/queue/[number]?/unlink                foreign  303        403     in       in
/panel/queue/[number]?/insert                foreign  303        403     in       in
/panel/queue/[number]?/comment               foreign  303        403     in       in
/panel/queue/[number]?/comment               missing  303        403     404      404
/panel/queue/[number]?/delete                foreign  303        403     403      in
/panel/queue/[number]?/delete                missing  303        403     403      404
/panel/settings?/addPolicy                            303        403     403      in
/panel/settings?/policy                              303        403     403      404
/panel/settings?/deletePolicy                         303        403     403      404
/panel/settings?/addCalendar                          303        403     403      in
/panel/settings?/calendar                             303        403     403      in
/panel/settings?/recalculate                          303        403     403      in
/panel/settings/portal?/default                       303        403     403      in
/panel/users?/create                                  303        403     403      in
/panel/users?/role                                    303        403     403      in
/panel/users?/block                                   303        403     403      in
/panel/users?/unblock                                 303        403     403      in
/panel/users/[id]?/role                      own      303        403     403      in
/panel/users/[id]?/block                     own      303        403     403      in
/panel/users/[id]?/unblock                   own      303        403     403      in
/panel/users/[id]?/update                    own      303        403     403      in
/panel/users/[id]?/update                    missing  303        403     403      404
/panel/users/[id]?/schedule                  own      303        403     403      404
/panel/users/[id]?/end                       own      303        403     403      in
/panel/users/[id]?/end                       missing  303        403     403      404
/cabinet/profile?/endOthers                          303        in      in       in
/cabinet/profile?/endSession                         303        in      in       in
/cabinet/profile/second-factor?/begin                303        in      in       in
/cabinet/profile/second-factor?/codes                303        in      in       in
/cabinet/profile/second-factor?/confirm              303        in      in       in
/cabinet/profile/second-factor?/off                  303        in      in       in
/confirm?/default                                    404        404     404      404
/forgot?/default                                     in         in      in       in
/invite?/default                                     in         in      in       in
/register?/default                                   in         in      in       in
/reset?/default                                      in         in      in       in
/confirm/again?/default                              404        404     404      404
/login/code?/default                                 303        303     303      303
/panel/documents?/upload                             303        403     in       in
/panel/documents?/renew                              303        403     in       in
/panel/documents?/update                             303        403     in       in
/panel/documents?/section                            303        403     in       in
/panel/documents?/delete                             303        403     in       in
/panel/screens?/pair                                 303        403     in       in
/panel/screens?/command                              303        403     in       in
/panel/screens?/update                               303        403     in       in
/panel/screens?/revoke                               303        403     in       in
/panel/users/[id]?/invite                   own      303        403     403      in
/panel/users/[id]?/reset                    own      303        403     403      in
/panel/users/[id]?/confirm                  own      303        403     403      in
/panel/users/[id]?/invite                   missing  303        403     403      404
/contacts?/request                                   in         in      in       in
/panel/reports?/generate                             303        403     in       in
/panel/reports?/publish                              303        403     in       in
/panel/reports?/remake                               303        403     in       in
/panel/reports?/delete                               303        403     in       in
/panel/reports?/schedule                             303        403     in       in
/panel/reports?/unschedule                           303        403     in       in
/panel/news/[id]?/save                      own      303        403     in       in
/panel/news/[id]?/preview                   own      303        403     in       in
/panel/news/[id]?/delete                    own      303        403     in       in
/panel/news/[id]?/delete                    missing  303        403     404      404
/panel/faq/[id]?/save                       own      303        403     in       in
/panel/faq/[id]?/preview                    own      303        403     in       in
/panel/faq/[id]?/delete                     own      303        403     in       in
/panel/faq/[id]?/delete                     missing  303        403     404      404
/panel/faq?/move                                     303        403     in       in
/panel/faq?/order                                    303        403     in       in
/panel/site/[key]?/save                     own      303        403     in       in
/panel/site/[key]?/preview                  own      303        403     in       in
/panel/site?/contacts                                303        403     403      in
/panel/organizations?/create                          303        403     403      in
/panel/organizations/[id]?/rename            own      303        403     403      in
/panel/organizations/[id]?/merge             own      303        403     403      in
/panel/shifts?/check                                 303        403     in       in
/panel/shifts?/create                                303        403     in       in
/panel/shifts?/update                                303        403     in       in
/panel/shifts?/delete                                303        403     in       in
/panel/shifts?/handover                              303        403     in       in
/panel/shifts?/accept                                303        403     in       in
/panel/shifts?/saveRule                              303        403     in       in
/panel/shifts?/deleteRule                            303        403     in       in
/panel/kpi/metrics?/create                            303        403     in       in
/panel/kpi/metrics/[key]?/update             own      303        403     in       in
/panel/kpi/metrics/[key]?/update             missing  303        403     404      404
/panel/kpi/metrics/[key]?/record             own      303        403     in       in
/panel/kpi/metrics/[key]?/record             missing  303        403     404      404
/panel/kpi/metrics/[key]?/deleteValue        own      303        403     in       in
/panel/kpi/metrics/[key]?/deleteValue        missing  303        403     404      404
/panel/kpi/metrics/[key]?/delete             own      303        403     in       in
/panel/kpi/metrics/[key]?/delete             missing  303        403     404      404
/panel/tokens?/create                                 303        403     in       in
/panel/tokens?/revoke                                 303        403     in       in
`);
