import { constant, part } from '../db/sql'

/**
 * SQL of the series id of a repeating row: the id of the first row. A moved row starts a series of its own, because its
 * future dates could equal those of earlier rows.
 */
export const seriesOf = constant(`
      iif(substr(occurrence, -10) = date, substr(occurrence, 1, length(occurrence) - 11), id)`)

/** SQL of the occurrence id of the next row: `<series>-<date>`, which feeds used before the row existed. */
export const occurrenceId = (date: string) => part`${seriesOf} || '-' || ${date}`
