import { rowsOf } from './table.ts';

/** What the outside may do: role × route × whose. 401 comes before 403, 404 before what is asked. */
export const CALLS = rowsOf(`
route                           whose        anonymous  client  manager  admin
GET /tickets                                 401        200     200      200
POST /tickets                   own          401        201     201      201
POST /tickets                   for another  401        400     201      201
GET /tickets/:number            own          401        200     200      200
GET /tickets/:number            other's      401        404     200      200
GET /tickets/:number            missing      401        404     404      404
PATCH /tickets/:number          own          401        403     200      200
PATCH /tickets/:number          other's      401        404     200      200
PATCH /tickets/:number          missing      401        404     404      404
DELETE /tickets/:number         own          401        403     403      204
DELETE /tickets/:number         other's      401        404     403      204
DELETE /tickets/:number         missing      401        404     404      404
GET /tickets/:number/history    own          401        200     200      200
GET /tickets/:number/history    other's      401        404     200      200
GET /tickets/:number/history    missing      401        404     404      404
GET /tickets/:number/history    deleted      401        404     404      200
POST /tickets/:number/reopen    own          401        201     201      201
POST /tickets/:number/reopen    other's      401        404     201      201
POST /tickets/:number/reopen    missing      401        404     404      404
PUT /tickets/:number/rating     own          401        200     200      200
PUT /tickets/:number/rating     other's      401        404     403      403
PUT /tickets/:number/rating     missing      401        404     404      404
POST /tickets/:number/read      own          401        204     204      204
POST /tickets/:number/read      other's      401        404     403      403
POST /tickets/:number/read      missing      401        404     404      404
GET /tickets/:number            deleted      401        404     404      404
PATCH /tickets/:number          deleted      401        404     404      404
POST /tickets/:number/comments  deleted      401        404     404      404
GET /tickets/:number/comments   own          401        200     200      200
GET /tickets/:number/comments   other's      401        404     200      200
GET /tickets/:number/comments   missing      401        404     404      404
POST /tickets/:number/comments  own          401        201     201      201
POST /tickets/:number/comments  other's      401        404     201      201
POST /tickets/:number/comments  missing      401        404     404      404
POST /tickets/:number/comments  note         401        403     201      201
GET /tickets/:number/attachments  own       401     200     200      200
GET /tickets/:number/attachments  other's   401     404     200      200
GET /tickets/:number/attachments  missing   401     404     404      404
GET /tickets/:number/attachments  deleted   401     404     404      404
GET /attachments/:id            own          401        200     200      200
GET /attachments/:id            other's      401        404     200      200
GET /attachments/:id            note         401        404     200      200
GET /attachments/:id            missing      401        404     404      404
GET /attachments/:id            deleted      401        404     404      404
GET /incidents                               200        200     200      200
POST /incidents                              401        403     201      201
GET /incidents/:number          other's      200        200     200      200
GET /incidents/:number          missing      404        404     404      404
PATCH /incidents/:number        other's      401        403     200      200
PATCH /incidents/:number        missing      401        403     404      404
POST /incidents/:number/acknowledge  other's  401       403     200      200
POST /incidents/:number/acknowledge  missing  401       403     404      404
GET /incidents/:number/postmortem    other's  200       200     200      200
GET /incidents/:number/postmortem    draft    404       404     200      200
GET /incidents/:number/postmortem    missing  404       404     404      404
POST /incidents/:number/postmortem   other's  401       403     200      200
POST /incidents/:number/postmortem   missing  401       403     404      404
GET /incidents/:number/tickets       other's  401       403     200      200
GET /incidents/:number/tickets       missing  401       403     404      404
POST /incidents/:number/tickets      other's  401       403     200      200
POST /incidents/:number/tickets      missing  401       403     404      404
DELETE /incidents/:number/tickets/:ticket  other's  401  403    200      200
DELETE /incidents/:number/tickets/:ticket  missing  401  403    404      404
POST /hooks/alertmanager                     401        403     200      200
POST /hooks/grafana                          401        403     200      200
POST /hooks/uptime-kuma                      401        403     200      200
POST /hooks/generic                          401        403     200      200
GET /services                                200        200     200      200
GET /services/:slug             other's      200        200     200      200
GET /services/:slug             missing      404        404     404      404
GET /maintenances                            200        200     200      200
POST /maintenances                           401        403     201      201
GET /maintenances/:number       other's      200        200     200      200
GET /maintenances/:number       missing      404        404     404      404
PATCH /maintenances/:number     other's      401        403     200      200
PATCH /maintenances/:number     missing      401        403     404      404
POST /services                               401        403     201      201
PATCH /services/:slug           other's      401        403     200      200
PATCH /services/:slug           missing      401        403     404      404
GET /news                                    200        200     200      200
GET /news/:slug                 other's      200        200     200      200
GET /news/:slug                 missing      404        404     404      404
GET /faq                                     200        200     200      200
GET /shifts                                  200        200     200      200
GET /shifts/gaps                             401        403     200      200
POST /shifts                                 401        403     201      201
POST /shifts/series                          401        403     201      201
GET /shifts/:id                 other's      200        200     200      200
GET /shifts/:id                 missing      404        404     404      404
PATCH /shifts/:id               other's      401        403     200      200
PATCH /shifts/:id               missing      401        403     404      404
DELETE /shifts/:id              other's      401        403     204      204
DELETE /shifts/:id              missing      401        403     404      404
GET /handovers                               401        403     200      200
POST /handovers                              401        403     201      201
POST /handovers/:id/accept      other's      401        403     200      200
POST /handovers/:id/accept      missing      401        403     404      404
GET /live                                    200        200     200      200
POST /screens/pair                           200        200     200      200
POST /screens/token                          400        400     400      400
GET /screens                                 401        403     200      200
GET /events                                  401        403     200      200
GET /kpis                                    200        200     200      200
GET /kpis/:key                  other's      200        200     200      200
GET /kpis/:key                  missing      404        404     404      404
GET /kpis/:key/series                        200        200     200      200
GET /kpis/:key/series           missing      404        404     404      404
GET /kpis/arrivals                           200        200     200      200
GET /sla-policies                            401        403     200      200
POST /sla-policies                           401        403     403      201
PATCH /sla-policies/:id         other's      401        403     403      200
PATCH /sla-policies/:id         missing      401        403     403      404
PUT /sla-policies/:id           other's      401        403     403      200
PUT /sla-policies/:id           missing      401        403     403      404
DELETE /sla-policies/:id        other's      401        403     403      204
DELETE /sla-policies/:id        missing      401        403     403      404
POST /sla-policies/recalculate               401        403     403      200
GET /calendars                               401        403     200      200
POST /calendars                              401        403     403      201
PUT /calendars/:id              other's      401        403     403      200
PUT /calendars/:id              missing      401        403     403      404
POST /metrics/:key                           401        403     201      201
POST /people                                 401        403     403      201
POST /token                     own          200        200     200      200
GET /documents                               200        200     200      200
POST /documents                              401        403     400      400
PATCH /documents/:id            own          401        403     200      200
PATCH /documents/:id            missing      401        403     404      404
DELETE /documents/:id           own          401        403     204      204
DELETE /documents/:id           missing      401        403     404      404
POST /documents/:id/versions    own          401        403     400      400
POST /documents/:id/versions    missing      401        403     404      404
GET /documents/:id              own          200        200     200      200
GET /documents/:id              note         404        404     200      200
GET /documents/:id              missing      404        404     404      404
GET /documents/:id/versions     own          401        403     200      200
GET /documents/:id/versions     missing      401        403     404      404
GET /documents/:id/file         own          200        200     200      200
GET /documents/:id/file         note         404        404     200      200
GET /documents/:id/file         missing      404        404     404      404
GET /reports                                 200        200     200      200
POST /reports                                401        403     201      201
GET /reports/:id                other's      404        404     200      200
GET /reports/:id                own          200        200     200      200
GET /reports/:id                missing      404        404     404      404
PATCH /reports/:id              other's      401        403     200      200
PATCH /reports/:id              missing      401        403     404      404
DELETE /reports/:id             other's      401        403     204      204
DELETE /reports/:id             missing      401        403     404      404
GET /reports/:id/file           other's      404        404     200      200
GET /reports/:id/file           own          200        200     200      200
GET /reports/:id/file           missing      404        404     404      404
GET /openapi.json                            200        200     200      200
`);
