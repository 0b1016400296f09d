import type { PropsWithChildren } from 'hono/jsx'
import type { EditOutcome, StoredApp } from '../../../../functions/apps/admin/apps/schema'
import { appStateWords, type BulkAction, bulkActions, tickValue } from '../../../../functions/apps/admin/apps/schema'
import { listPath } from '../../../../functions/lib/http/list-view'
import { plural } from '../../../../functions/lib/text/format'
import { Button, LinkButton, Menu, Notice, PostButton } from '../../../ui/button'
import { htmxForm } from '../../../ui/form'
import { classes, Icon } from '../../../ui/icon'
import { MenuLink } from '../../../ui/item'
import { Moment, type Reader } from '../../../ui/moment'
import { RowActions, RowMeta, RowName } from '../../../ui/section'
import { SelectionBar, SelectRow, SwitchButton } from '../../../ui/selection'

const root = '/admin/whitelists'

export const appsPath = (below = ''): `/${string}` => (below ? `${root}/${below}` : root)

/** Path of an app's row. `inList`: path of the list, filtered to the app. */
export const appPath = (package_name: string, { inList = false } = {}) =>
  inList ? listPath(root, { q: package_name }) : listPath(`${root}/app`, { package_name })

const editPath = (package_name: string) => listPath(`${root}/edit`, { package_name })

/** Encodes a package name for an element id. It may contain characters that selectors and headers cannot. */
export const appId = (packageName: string) =>
  `app-${packageName.replace(/[^a-zA-Z0-9]/gu, (one) => `_${one.codePointAt(0)?.toString(36)}_`)}`

const AppForm = ({ app, action, children }: PropsWithChildren<{ app: StoredApp; action: string }>) => (
  <form {...htmxForm(appsPath(action))} hx-target="closest li" hx-swap="outerHTML">
    <input type="hidden" name="package_name" value={app.package_name} />
    <input type="hidden" name="seq" value={app.seq} />
    {children}
  </form>
)

const switches = [
  { field: 'is_whitelisted', id: 'allowed', words: ['Blocked', 'Allowed'] },
  { field: 'is_locked', id: 'locked', words: ['Not locked', 'Locked'] },
] as const

const Switches = ({ app }: { app: StoredApp }) => (
  <div class="col-start-2 -col-end-1 flex flex-wrap gap-x-6 @2xl:col-end-auto @2xl:col-start-3 @2xl:grid @2xl:grid-cols-2 @2xl:gap-x-3">
    {switches.map(({ field, id, words }) => (
      <AppForm app={app} action="switch">
        <SwitchButton
          id={`${appId(app.package_name)}-${id}`}
          on={app[field] === 1}
          word={words[app[field]]}
          of={app.label}
          name={field}
          value={app[field] === 1 ? '0' : '1'}
        />
      </AppForm>
    ))}
  </div>
)

/** Layout of a row: checkbox, app, switches beside or below it, and menu. */
const rowLook = classes(
  'relative grid-cols-[auto_minmax(0,1fr)_auto] has-[.pick_:checked]:bg-accent-wash',
  '@2xl:grid-cols-[auto_minmax(0,1fr)_16rem_auto]',
)

export const AppItem = ({ app, ...reader }: Reader & { app: StoredApp }) => (
  <li id={appId(app.package_name)} class={rowLook}>
    <SelectRow
      id={`${appId(app.package_name)}-pick`}
      name="ids"
      value={tickValue(app)}
      rowKey={app.package_name}
      label={app.label}
    />
    <div>
      <p>
        <RowName>{app.label}</RowName> <bdi class="grey mono wrap-anywhere">{app.package_name}</bdi>
      </p>
      <RowMeta
        parts={[
          app.category !== null && <bdi>{app.category}</bdi>,
          <>
            changed <Moment at={app.updated_at} {...reader} />
            {app.admin_name !== null && (
              <>
                {' '}
                by <bdi>{app.admin_name || 'an unnamed user'}</bdi>
              </>
            )}
          </>,
        ]}
      />
    </div>
    <Switches app={app} />
    <RowActions class="-col-start-2 row-start-1">
      <Menu label={`More for ${app.label}`}>
        <MenuLink
          icon="edit"
          label="Edit"
          aria-label={`Edit ${app.label}`}
          aria-keyshortcuts="e"
          href={editPath(app.package_name)}
          hx-get={editPath(app.package_name)}
          hx-target="closest li"
          hx-swap="outerHTML swapEmpty:true"
        />
        <AppForm app={app} action="delete">
          <button type="submit" class="bad" aria-label={`Delete ${app.label}`}>
            <Icon name="trash" />
            Delete
          </button>
        </AppForm>
      </Menu>
    </RowActions>
  </li>
)

export const BulkBar = () => (
  <SelectionBar label="Selected apps" action={appsPath('many')} hx-post={appsPath('many')} hx-swap="none">
    {(['allow', 'block', 'lock', 'unlock'] as const).map((act) => (
      <Button small name="act" value={act}>
        {bulkActions[act].name}
      </Button>
    ))}
    <Button small variant="danger" name="act" value="delete">
      Delete
    </Button>
  </SelectionBar>
)

type ConflictsProps = Pick<EditOutcome, 'changed' | 'stale' | 'gone'> & {
  act: BulkAction
  /** Path of the undo, if no toast offers it. */
  undo?: string
}

export const BulkConflicts = ({ act, changed, stale, gone, undo }: ConflictsProps) => (
  <Notice tone="warning" role="alert">
    {changed > 0 && (
      <p>
        {plural(changed, 'app')} {bulkActions[act].done}.
      </p>
    )}
    {stale.length > 0 && (
      <>
        <p>{plural(stale.length, 'app')} changed after you selected them, so they were left unchanged:</p>
        <ul class="points">
          {stale.map((app) => (
            <li>
              <bdi>{app.label}</bdi> is now {appStateWords(app)}
              {app.admin_name && (
                <>
                  , changed by <bdi>{app.admin_name}</bdi>
                </>
              )}
            </li>
          ))}
        </ul>
      </>
    )}
    {gone.length > 0 && (
      <>
        <p>{plural(gone.length, 'app')} already deleted:</p>
        <ul class="points">
          {gone.map((name) => (
            <li>
              <bdi class="mono">{name}</bdi>
            </li>
          ))}
        </ul>
      </>
    )}
    <div class="actions">
      {stale.length > 0 && (
        <form {...htmxForm(appsPath('many'))} enctype="multipart/form-data" hx-swap="none">
          {stale.map((app) => (
            <input type="hidden" name="ids" value={tickValue(app)} />
          ))}
          <Button small name="act" value={act}>
            {bulkActions[act].name} {stale.length === 1 ? 'it' : 'them'} anyway
          </Button>
        </form>
      )}
      {undo && <PostButton action={undo} small label="Undo" />}
      <LinkButton small variant="quiet" href={appsPath()}>
        Dismiss
      </LinkButton>
    </div>
  </Notice>
)
