import { toChartUrl } from '../../view/chart-url.ts'
import { createElement } from '../dom/create-element.ts'
import { openDialog } from '../dom/open-dialog.ts'
import { setText } from '../dom/set-text.ts'

/**
 * Asks whether a chart is really to be deleted, and deletes it.
 *
 * @param onDeleted - called when it is gone, also when somebody else was faster
 */
export function openDeleteDialog(chart: string, onDeleted: () => void): void {
  const cancel = createElement('button', { type: 'button', autofocus: '' }, 'Keep it')
  const confirm = createElement('button', { type: 'button', class: 'danger' }, 'Delete chart')
  const failure = createElement('p', { role: 'alert', class: 'failure' })
  const dialog = openDialog(
    'Delete',
    chart,
    createElement(
      'p',
      {},
      'This deletes the chart with all its points and frees its slot. A later point of that name starts a new chart.',
    ),
    failure,
    createElement('div', { class: 'choices' }, cancel, confirm),
  )
  cancel.addEventListener('click', dialog.close)
  const tryToDelete = async () => {
    confirm.disabled = true
    setText(failure, '')
    try {
      await deleteChart(chart)
      dialog.close()
      onDeleted()
    } catch (error) {
      confirm.disabled = false
      setText(failure, `The chart was not deleted: ${String(error)}`)
    }
  }
  confirm.addEventListener('click', () => void tryToDelete())
}

async function deleteChart(chart: string): Promise<void> {
  const response = await fetch(toChartUrl('api', chart), { method: 'DELETE' })
  if (response.ok || response.status === 404) return
  throw new Error(`the server answered ${response.status}`)
}
