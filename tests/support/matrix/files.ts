import { rowsOf } from './table.ts';

/** Every route of the pages that is no page × method × whose × role. */
export const FILES = rowsOf(`
route                            whose    anonymous  client  manager  admin
GET /attachments/[id]             own      303        200     200      200
GET /attachments/[id]             foreign  303        404     200      200
GET /attachments/[id]             missing  303        404     404      404
GET /docs/[id]/download           own      200        200     200      200
GET /docs/[id]/download           foreign  404        404     200      200
GET /docs/[id]/download           missing  404        404     404      404
GET /feeds/incidents.atom                  200        200     200      200
GET /feeds/maintenance.ics                 200        200     200      200
GET /feeds/news.atom                       200        200     200      200
GET /feeds/shifts.ics                      200        200     200      200
GET /feeds/shifts/[key].ics       missing  404        404     404      404
GET /reports/[id]/download        missing  404        404     404      404
GET /robots.txt                            200        200     200      200
GET /sitemap.xml                           200        200     200      200
GET /kpi/csv                               200        200     200      200
GET /kpi/data                              200        200     200      200
GET /panel/audit/export                    303        403     403      200
GET /panel/audit/news                      303        403     403      200
GET /panel/courses                         303        403     200      200
GET /panel/incidents/[number]/alert  own      303        403     200      200
GET /panel/incidents/[number]/alert  missing  303        403     404      404
GET /panel/kpi/csv                         303        403     200      200
GET /panel/kpi/data                        303        403     200      200
GET /panel/queue/clients                   303        403     200      200
GET /panel/queue/counts                    303        403     200      200
GET /panel/screens/vitals                  303        403     200      200
GET /panel/shifts/foresee                  303        403     400      400
GET /wall/courses                          200        200     200      200
GET /wall/plain/qr                         400        400     400      400
POST /wall/identity                        200        200     200      200
POST /language                             400        400     400      400
POST /logout                               303        303     303      303
POST /theme                                400        400     400      400
`);
