import type { PropsWithChildren } from 'hono/jsx'
import { tickValue } from '../../../functions/admin/apps/bulk'
import type { StoredApp } from '../../../functions/admin/apps/schema'
import { ActButton, ActLink } from '../../ui/button'
import { Moment, type Reader } from '../../ui/moment'
import { RowActions, RowMeta, RowName } from '../../ui/rows'
import { SelectRow, Switch } from '../../ui/selection'
import { appsPath, editPath } from './paths'

/** Encodes a package name for an id: it may have characters that selectors and headers cannot. */
export const appId = (packageName: string) =>
  `app-${packageName.replace(/[^a-zA-Z0-9]/gu, (one) => `_${one.codePointAt(0)?.toString(36)}_`)}`

type FormProps = PropsWithChildren<{ app: StoredApp; action: string; class?: string }>

const AppForm = ({ app, action, children, class: more }: FormProps) => (
  <form
    class={more}
    method="post"
    action={appsPath(action)}
    hx-post={appsPath(action)}
    hx-target="closest li"
    hx-swap="outerHTML"
  >
    <input type="hidden" name="package_name" value={app.package_name} />
    <input type="hidden" name="seq" value={app.seq} />
    {children}
  </form>
)

const Switches = ({ app }: { app: StoredApp }) => (
  <div class="default-switches">
    <AppForm app={app} action="switch">
      <Switch
        id={`${appId(app.package_name)}-allowed`}
        on={app.is_whitelisted === 1}
        word={app.is_whitelisted === 1 ? 'Allowed' : 'Blocked'}
        of={app.label}
        name="is_whitelisted"
        value={app.is_whitelisted === 1 ? '0' : '1'}
      />
    </AppForm>
    <AppForm app={app} action="switch">
      <Switch
        id={`${appId(app.package_name)}-locked`}
        on={app.is_locked === 1}
        word={app.is_locked === 1 ? 'Locked' : 'Not locked'}
        of={app.label}
        name="is_locked"
        value={app.is_locked === 1 ? '0' : '1'}
      />
    </AppForm>
  </div>
)

export const AppItem = ({ app, ...reader }: Reader & { app: StoredApp }) => (
  <li id={appId(app.package_name)} class="selectable default-app">
    <SelectRow
      id={`${appId(app.package_name)}-pick`}
      name="ids"
      value={tickValue(app)}
      rowKey={app.package_name}
      label={app.label}
    />
    <div class="default-what">
      <p>
        <RowName>{app.label}</RowName> <bdi class="grey mono">{app.package_name}</bdi>
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
    <RowActions>
      <ActLink
        icon="edit"
        label={`Edit ${app.label}`}
        href={editPath(app.package_name)}
        hx-get={editPath(app.package_name)}
        hx-target="closest li"
        hx-swap="outerHTML swapEmpty:true"
      />
      <AppForm app={app} action="delete">
        <ActButton icon="trash" label={`Delete ${app.label}`} />
      </AppForm>
    </RowActions>
  </li>
)
