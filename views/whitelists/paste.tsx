import type { Draft } from '../../functions/lib/form'
import { grouped, plural } from '../../functions/lib/format'
import { refusalWords } from '../../functions/whitelists/messages'
import {
  formatAppList,
  type PastePlan,
  type PlannedApp,
  pasteLimit,
  type ResolvedList,
  type SkippedEntry,
} from '../../functions/whitelists/paste'
import type { PasteForm } from '../../functions/whitelists/schema'
import { Actions, Button, Cancel } from '../ui/button'
import { Radios } from '../ui/choices'
import { Field } from '../ui/field'
import { CountKpi, Kpis } from '../ui/figure'
import { drafted } from '../ui/form'
import { Notice } from '../ui/notice'
import { Rows } from '../ui/rows'
import { Section, Stack } from '../ui/section'
import { Table } from '../ui/table'
import { AppName, UnknownNames } from './add'

const shown = 50

const firstOf = (all: unknown[]) => (all.length > shown ? `the first ${shown} of ${grouped(all.length)}` : undefined)

const choices = [
  { value: 'allow', label: 'Allow' },
  { value: 'block', label: 'Block' },
]

type PasteProps = {
  draft?: Draft<PasteForm>
  isShown?: boolean
}

export const PasteList = ({ draft, isShown }: PasteProps) => {
  const field = drafted({ list: '', rule: 'allow' }, draft, 'paste')
  return (
    <form
      class="stack"
      method="post"
      action="/whitelists/paste"
      enctype="multipart/form-data"
      aria-label="Paste a list"
    >
      <Field
        label="Apps"
        type="textarea"
        rows={isShown ? 6 : 12}
        required
        dir="auto"
        spellcheck={false}
        autocomplete="off"
        hint={`One app per line, by name or package name (commas and spaces work too), up to ${grouped(pasteLimit)} lines. Add “allow” or “block” after a name. Lines starting with # are ignored; output of “adb shell pm list packages” works as is.`}
        {...field('list')}
        autofocus={!draft}
      />
      <Radios label="For apps without allow or block" options={choices} {...field('rule')} />
      <Actions>
        <Button variant={isShown ? 'plain' : 'primary'}>Preview</Button>
        <Cancel href="/whitelists" />
      </Actions>
    </form>
  )
}

const changeWords = ({ was_whitelisted, is_whitelisted, was_earned }: PlannedApp) => {
  const now = is_whitelisted ? 'allowed' : 'blocked'
  if (was_earned) return `${now}, no longer unlocks with time`
  if (was_whitelisted === is_whitelisted) return `stays ${now} (your rule)`
  return `${was_whitelisted ? 'allowed' : 'blocked'} → ${now}`
}

type AppsProps<A> = { id: string; title: string; apps: A[]; words: (app: A) => string }

const Apps = <A extends { package_name: string; label: string }>({ id, title, apps, words }: AppsProps<A>) => (
  <Section id={id} title={title} summary={firstOf(apps)}>
    <Rows>
      {apps.slice(0, shown).map((app) => (
        <li>
          <div>
            <p>
              <AppName package_name={app.package_name} label={app.label} />
            </p>
            <p class="row-meta">{words(app)}</p>
          </div>
        </li>
      ))}
    </Rows>
  </Section>
)

const Skipped = ({ skipped }: { skipped: SkippedEntry[] }) => (
  <Section id="paste-left" title="Skipped" summary={firstOf(skipped)}>
    <Table
      caption="Skipped lines"
      columns={[{ label: 'Line', numeric: true }, { label: 'Reason' }, { label: 'Text' }]}
      listed
    >
      {skipped.slice(0, shown).map(({ line, text, why }) => (
        <tr>
          <td class="num tight" data-label="Line">
            {line}
          </td>
          <th scope="row" class="whole">
            {why}
          </th>
          <td class="whole small grey" dir="auto">
            {[...text].slice(0, 200).join('')}
          </td>
        </tr>
      ))}
    </Table>
  </Section>
)

const confirmLabel = (changes: PlannedApp[]) => {
  const allowed = changes.filter(({ is_whitelisted }) => is_whitelisted).length
  const blocked = changes.length - allowed
  if (blocked === 0) return `Allow ${plural(allowed, 'app')}`
  return allowed === 0 ? `Block ${plural(blocked, 'app')}` : `Allow ${grouped(allowed)}, block ${grouped(blocked)}`
}

const Confirm = ({ changes }: { changes: PlannedApp[] }) =>
  changes.length === 0 ? (
    <Notice>
      <p>Nothing to change.</p>
    </Notice>
  ) : (
    <form method="post" action="/whitelists/paste/confirm" enctype="multipart/form-data">
      <input type="hidden" name="list" value={formatAppList(changes)} />
      <input type="hidden" name="rule" value="allow" />
      <Actions>
        <Button variant="primary" autofocus>
          {confirmLabel(changes)}
        </Button>
        <Cancel href="/whitelists" />
      </Actions>
    </form>
  )

type PreviewProps = { list: ResolvedList; plan: PastePlan; draft: Draft<PasteForm> }

export const PastePreview = ({
  list: { repeats, skipped, unknown },
  plan: { changes, unchanged, refused },
  draft,
}: PreviewProps) => (
  <>
    <Stack>
      <Kpis>
        <CountKpi
          label="To change"
          note={changes.length > 0 ? 'your rules' : undefined}
          count={changes.length}
          unit={changes.length === 1 ? 'app' : 'apps'}
        />
        <CountKpi
          label="No change"
          note={repeats > 0 ? `${plural(repeats, 'duplicate')} ignored` : undefined}
          count={unchanged}
        />
        <CountKpi
          label="Managed by an admin"
          note={refused.length > 0 ? 'locked, or an admin’s rule' : undefined}
          count={refused.length}
        />
        <CountKpi label="Skipped" note={skipped.length > 0 ? 'listed below' : undefined} count={skipped.length} />
      </Kpis>
      <UnknownNames names={unknown} knows="list or report" />
      <Confirm changes={changes} />
    </Stack>
    {changes.length > 0 && <Apps id="paste-changes" title="Changes" apps={changes} words={changeWords} />}
    {refused.length > 0 && (
      <Apps id="paste-kept" title="Managed by an admin" apps={refused} words={({ why }) => refusalWords[why]} />
    )}
    {skipped.length > 0 && <Skipped skipped={skipped} />}
    <Section id="paste-again" title="The list">
      <PasteList draft={draft} isShown />
    </Section>
  </>
)
