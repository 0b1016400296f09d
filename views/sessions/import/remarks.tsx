import type { PreviewedImport } from '../../../functions/sessions/import/preview'
import { Notice } from '../../ui/notice'
import { TextLink } from '../../ui/section'
import { columnsPath } from './reading'

const laidOut =
  'The file has how long you worked, but not when. Each day’s time is entered from 9:00 on, one session after the other.'

/** Explains how a file is read where that is not plain from its rows. */
export const ImportRemarks = ({ preview }: { preview: PreviewedImport }) => {
  const { format, isLaidOut, withoutAway, dates, columns, isRemembered } = preview
  const away =
    format === 'activitywatch' &&
    (withoutAway.length === 0
      ? 'Time when you were away from the computer is left out.'
      : 'The file has no record of when you were away from some of the devices, so all of their time counts.')
  const unsure = dates !== null && !dates.isSure
  if (!isLaidOut && !away && !unsure && !columns) return null
  return (
    <Notice tone={unsure ? 'warning' : 'neutral'}>
      {isLaidOut && <p>{laidOut}</p>}
      {away && <p>{away}</p>}
      {unsure && (
        <p>
          Dates such as 03/04/2026 are read with the {dates.order === 'dmy' ? 'day' : 'month'} first. Change that below
          if it’s wrong.
        </p>
      )}
      {columns && (
        <p>
          {isRemembered ? 'The columns are as you chose them last time. ' : ''}
          <TextLink href={columnsPath(preview)}>Change columns</TextLink>
        </p>
      )}
    </Notice>
  )
}
