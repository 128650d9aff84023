/**
 * The only module that loads ECharts: loaded in the browser when the first chart is drawn, with just the parts the
 * charts use.
 */
import { BarChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
  VisualMapPiecewiseComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { type ChartMark, type ChartOption, isChartMark } from './option.ts';

use([
  BarChart,
  HeatmapChart,
  LineChart,
  ScatterChart,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
  VisualMapPiecewiseComponent,
  SVGRenderer,
]);

/** Marks each drawing in the browser's timeline: drawing is what a page of charts takes longest for. */
const DRAWN = 'chart drawn';

export interface Plot {
  /** Draws the option into the element's present size; nothing of an earlier drawing remains. */
  draw(option: ChartOption): void;
  dispose(): void;
}

/**
 * Makes `element` a plot. SVG, so that the page's font and the printer's resolution apply.
 * @param onChoose called with the mark a click meant, and whether Shift was held.
 */
export function createPlot(
  element: HTMLElement,
  onChoose: (mark: ChartMark, shift: boolean) => void,
): Plot {
  const instance = init(element, null, { renderer: 'svg' });
  instance.on('click', ({ data, event }) => {
    if (typeof data !== 'object' || data === null || !('mark' in data)) return;
    if (!isChartMark(data.mark)) return;
    const pressed = event?.event;
    onChoose(data.mark, pressed instanceof MouseEvent && pressed.shiftKey);
  });
  return {
    draw: (option) => {
      const { clientWidth, clientHeight } = element;
      if (instance.getWidth() !== clientWidth || instance.getHeight() !== clientHeight) {
        // What was drawn before would be drawn once more in the new size.
        instance.clear();
        instance.resize();
      }
      instance.setOption(option, { notMerge: true });
      performance.mark(DRAWN);
    },
    dispose: () => instance.dispose(),
  };
}
