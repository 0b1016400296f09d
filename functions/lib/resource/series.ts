import { constant, part } from '../db/sql'

/**
 * The id under which a repeating row's dates to come are known: that of the first of its series. A row that was moved
 * begins one of its own, as its dates to come could be those of rows that it followed.
 */
export const seriesOf = constant(`
      iif(substr(occurrence, -10) = date, substr(occurrence, 1, length(occurrence) - 11), id)`)

/** Names the row that follows one of a series: `<series>-<date>`, as it was known before it was there. */
export const occurrenceOn = (date: string) => part`${seriesOf} || '-' || ${date}`
