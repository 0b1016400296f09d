import type { Child } from 'hono/jsx'
import { runningText } from '../../../functions/lib/time/duration'
import { sessionTitle, type TitledSession } from '../../../functions/time/sessions/title'
import { barForm, stopFormId, switchDialogId } from '../../frame/shell/start-button'
import { Button, Menu } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { MenuLink, Row } from '../../ui/item'
import { RowActions, RowTitle } from '../../ui/section'

type NowRowProps = {
  timer: TitledSession & { id: string; project_id: string | null; started_at: number; tags: string[] }
  id?: string
  href?: string
  clock?: Child
  mark?: Child
  facts: Child[]
  /** Seconds of the running timer, and earlier seconds that count, too. */
  runs: number
  counted?: number
  /** Start of the counted time (epoch ms); by default the timer's start. */
  from?: number
  /** Content after the time. */
  after?: Child
  /** Clock time when its focus ends; the strip then has the countdown and the buttons. */
  until?: string | false
}

/** The running timer among other rows. On a phone, and during a focus, only the timer bar counts and has Stop. */
export const NowRow = (props: NowRowProps) => {
  const {
    timer,
    id = 'now',
    href = '/timer',
    runs,
    counted = 0,
    from = timer.started_at,
    facts,
    after,
    until,
    ...row
  } = props
  const title = sessionTitle(timer)
  return (
    <Row
      {...row}
      id={id}
      class="now"
      title={<RowTitle href={href} name={title} />}
      facts={[...facts, ...timer.tags.map((tag) => <bdi>#{tag}</bdi>)]}
      figures={
        until ? (
          <span class="grey">until {until}</span>
        ) : (
          <>
            <b data-running-from={from} data-counted={counted}>
              {runningText(counted + runs)}
            </b>
            {after}
          </>
        )
      }
      actions={
        <RowActions>
          <Menu label={`More for ${title}`}>
            <MenuLink icon="edit" label="Edit" href="/timer" />
            <a href="/timer/switch" data-opens={switchDialogId} aria-haspopup="dialog">
              <Icon name="right" />
              Switch
            </a>
            <form {...barForm('/timer/discard')}>
              <input type="hidden" name="id" value={timer.id} />
              <button type="submit" class="bad">
                <Icon name="trash" />
                Discard
              </button>
            </form>
          </Menu>
          {!until && (
            <Button class="max-lg:hidden" variant="primary" small icon="stop" form={stopFormId}>
              Stop<span class="sr-only"> {title}</span>
            </Button>
          )}
        </RowActions>
      }
    />
  )
}
