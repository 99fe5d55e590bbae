import { rowsOf } from './table.ts';

/** Role × page × whose: what anybody gets to see. 303 leads to the sign-in. */
export const PAGES = rowsOf(`
page                               whose    anonymous  client  manager  admin
/                                           200        200     200      200
/queue                                      200        200     200      200
/kpi                                        200        200     200      200
/incidents                                  200        200     200      200
/incidents/[number]                own      200        200     200      200
/incidents/[number]                missing  404        404     404      404
/services                                   200        200     200      200
/services/[slug]                   own      200        200     200      200
/services/[slug]                   missing  404        404     404      404
/docs                                       200        200     200      200
/reports                                    200        200     200      200
/news                                       200        200     200      200
/news/[slug]                       own      200        200     200      200
/news/[slug]                       missing  404        404     404      404
/faq                                        200        200     200      200
/about                                      200        200     200      200
/contacts                                   200        200     200      200
/search                                     200        200     200      200
/shifts                                     200        200     200      200
/login                                      200        303     303      303
/setup                                      404        404     404      404
/register                                   200        303     303      303
/confirm                                    200        200     200      200
/confirm/again                              303        303     303      303
/forgot                                     200        200     200      200
/reset                                      200        200     200      200
/invite                                     200        200     200      200
/login/code                                 303        303     303      303
/denied                                     403        403     403      403
/cabinet                                    303        200     200      200
/cabinet/profile                            303        200     200      200
/cabinet/profile/second-factor              303        200     200      200
/unsubscribe                                404        404     404      404
/cabinet/tickets/[number]          own      303        200     404      404
/cabinet/tickets/[number]          foreign  303        404     404      404
/cabinet/tickets/[number]          missing  303        404     404      404
/panel                                      303        403     200      200
/panel/queue                                303        403     200      200
/panel/queue/[number]              foreign  303        403     200      200
/panel/queue/[number]              missing  303        403     404      404
/panel/queue/views                          303        403     200      200
/panel/queue/deleted                        303        403     403      200
/panel/queue/deleted/[number]      deleted  303        403     403      200
/panel/queue/deleted/[number]      missing  303        403     403      404
/panel/queue/deleted/[number]      own      303        403     403      404
/panel/replies                              303        403     200      200
/panel/incidents                            303        403     200      200
/panel/incidents/[number]          own      303        403     200      200
/panel/incidents/[number]          missing  303        403     404      404
/panel/reports                              303        403     200      200
/panel/settings                             303        403     403      200
/panel/settings/portal                      303        403     403      200
/panel/users                                303        403     403      200
/panel/users/[id]                  own      303        403     403      200
/panel/users/[id]                  missing  303        403     403      404
/panel/organizations                        303        403     403      200
/panel/organizations/[id]          own      303        403     403      200
/panel/organizations/[id]          missing  303        403     403      404
/panel/tokens                               303        403     200      200
/panel/audit                                303        403     403      200
/panel/services                             303        403     200      200
/panel/documents                            303        403     200      200
/panel/news                                 303        403     200      200
/panel/news/[id]                   own      303        403     200      200
/panel/news/[id]                   missing  303        403     404      404
/panel/faq                                  303        403     200      200
/panel/faq/[id]                    own      303        403     200      200
/panel/faq/[id]                    missing  303        403     404      404
/panel/site                                 303        403     200      200
/panel/site/[key]                  own      303        403     200      200
/panel/site/[key]                  admins   303        403     403      200
/panel/site/[key]                  missing  303        403     404      404
/panel/shifts                               303        403     200      200
/panel/kpi                                  303        403     200      200
/panel/kpi/metrics                          303        403     200      200
/panel/kpi/metrics/[key]           own      303        403     200      200
/panel/kpi/metrics/[key]           missing  303        403     404      404
/panel/screens                              303        403     200      200
/wall                                       200        200     200      200
/wall/plain                                 200        200     200      200
/wall/[board]                      own      303        403     200      200
/wall/[board]                      missing  303        403     404      404
`);
