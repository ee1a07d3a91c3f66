import type { ReportPart } from '../ports.ts'
import type { ChangesView } from './changes-view.ts'

/** Tells a report as well what a view is told. */
export function reportedChanges(view: ChangesView, report: ReportPart): ChangesView {
  return {
    get someFailed() {
      return view.someFailed
    },
    get damagedOriginals() {
      return view.damagedOriginals
    },
    begin(header, traffic) {
      report.begin(header)
      view.begin(header, traffic)
    },
    result(result) {
      report.change(result)
      view.result(result)
    },
    abandon: () => view.abandon(),
    end(totals) {
      const end = view.end(totals)
      report.end({ ...end.summary })
      return end
    },
  }
}
