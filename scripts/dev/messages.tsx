import { Actions, Button, LinkButton, Notice, Version, Versions } from '../../views/ui/button'
import { Dialog, DialogClose, DialogLink } from '../../views/ui/dialog'
import { Empty } from '../../views/ui/empty'
import { Field } from '../../views/ui/field'
import { ProjectMark } from '../../views/ui/icon'
import { LineParts } from '../../views/ui/line'
import { Fold, Pagination, Section, Stack } from '../../views/ui/section'
import { Toast } from '../../views/ui/toast'

export const EntrySample = () => (
  <Section id="entry-field" title="Entry">
    <form class="entry">
      <div class="entry-line">
        <Field
          label="Log a session"
          name="entry"
          unseenLabel
          value='proofs to the printer @"Petrel Press" #proofs 11:30-12:05'
        />
        <Button>Log 35m</Button>
      </div>
      <p class="hint">
        Try <span class="mono">25m writing report @Thesis #deep</span>.
      </p>
      <LineParts
        parts={[
          { label: 'title', text: 'proofs to the printer' },
          { label: 'project', text: 'Petrel Press', before: <ProjectMark color="plum" /> },
          { label: 'tag', text: '#proofs' },
          { label: 'today', text: '11:30–12:05' },
          { label: 'goal', text: 'none', isOpen: true },
        ]}
      />
      <p class="hint">Solid: recognised. Dashed: optional.</p>
    </form>
  </Section>
)

export const NoticeSamples = () => (
  <Section id="notices" title="Notices">
    <Stack>
      <Notice
        icon="globe"
        actions={
          <>
            <Button small>Switch to this zone</Button>
            <Button small variant="quiet">
              Keep
            </Button>
          </>
        }
      >
        <p>This device is on Lisbon time, your settings say Berlin.</p>
      </Notice>
      <Notice tone="good">
        <p>217 sessions were imported.</p>
      </Notice>
      <Notice tone="bad">
        <p>Line 41: the end is before the start. Nothing was imported.</p>
      </Notice>
      <Notice tone="warning">
        <p>This goal was changed while you were editing. Nothing you typed is lost.</p>
        <Versions>
          <Version
            title="Yours"
            action={
              <Button small variant="primary">
                Keep mine
              </Button>
            }
          >
            Target 4 December, 70%
          </Version>
          <Version title="Saved 13:48, on the phone" action={<Button small>Use that version</Button>}>
            Target 27 November, 80%
          </Version>
        </Versions>
      </Notice>
    </Stack>
  </Section>
)

export const ToastSamples = () => (
  <Section id="toast-sample" title="Toast" summary="on a page it floats">
    <Stack>
      <Toast message="Deleted “Inbox and calendar”, 20m" undo="/dev/ui" stays />
      <Toast message="Saved" stays />
    </Stack>
  </Section>
)

const Question = ({ id, open }: { id: string; open?: boolean }) => (
  <Dialog
    id={id}
    title="Delete 3 sessions?"
    open={open}
    actions={
      <>
        <DialogClose>Keep them</DialogClose>
        <Button variant="danger-primary">Delete 3 sessions</Button>
      </>
    }
  >
    <p>4h 10m leave the sums of 18 and 19 November. You can restore them for 30 days under Recently deleted.</p>
  </Dialog>
)

export const DialogSamples = () => (
  <Section id="dialogs" title="Dialog">
    <Stack>
      <Question id="sample-dialog-open" open />
      <Question id="sample-dialog" />
      <DialogLink dialog="sample-dialog" href="#dialogs">
        Open it above the page
      </DialogLink>
    </Stack>
  </Section>
)

export const EmptySample = () => (
  <Section id="empty" title="Empty state">
    <Empty
      title="No sessions on this day"
      level={3}
      actions={
        <>
          <Button>Log a session</Button>
          <LinkButton href="#empty">Import a time log</LinkButton>
        </>
      }
    >
      Your sessions appear here, grouped by day.
    </Empty>
  </Section>
)

export const PageSamples = () => (
  <>
    <Section id="pages" title="Pagination">
      <Pagination range="51–100 of 1,204" later={{ href: '#pages' }} earlier={{ href: '#pages' }} />
    </Section>
    <Fold id="fold" title="A section that folds" summary="14" aside={<span class="grey small">closed at first</span>}>
      <Actions>
        <Button>Inside</Button>
      </Actions>
    </Fold>
  </>
)
