using System.Security;
using System.Text;
using MlNetVad.Evaluation.Metrics;
using MlNetVad.Persistence;

namespace MlNetVad.Evaluation;

/// <summary>
/// Draws score curves as one self-contained SVG picture: a panel a video, all with the same score axis, anomalous spans
/// shaded, the threshold dashed.
/// </summary>
public static class ScoreCurveSvg
{
    /// <summary>Videos in one picture at most; the title says where there are more.</summary>
    public const int MaxPanels = 24;

    private const double Width = 1040, Margin = 24, LeftLabels = 40, Header = 66, Footer = 44;

    /// <summary>Draws several videos.</summary>
    /// <param name="videos">At least one, with at least one score among them.</param>
    /// <param name="threshold">Where a frame alarms, or null.</param>
    /// <param name="title">The picture's title.</param>
    /// <exception cref="VadException">There is nothing to draw.</exception>
    public static string Render(IReadOnlyList<VideoScores> videos, double? threshold, string title)
    {
        ArgumentNullException.ThrowIfNull(videos);
        VideoScores[] shown = [.. videos.Where(video => video.Scores.Length > 0).Take(MaxPanels)];
        float[] scores = [.. shown.SelectMany(video => video.Scores).Where(float.IsFinite)];
        if (scores.Length == 0)
        {
            throw new VadException("There are no scores to draw; expected at least one scored frame.");
        }

        if (shown.Length < videos.Count)
        {
            title += $" (first {shown.Length} of {videos.Count} videos)";
        }

        (double low, double high) = Range(scores, threshold);
        Grid grid = Grid.For(shown.Length);
        double height = Header + (grid.Rows * grid.PanelHeight) + ((grid.Rows - 1) * grid.GapY) + Footer;
        StringBuilder svg = new();
        Append(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width:0} {height:0}\" width=\"{Width:0}\" height=\"{height:0}\" font-family=\"'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif\" role=\"img\">\n");
        Append(svg, $"<title>{SecurityElement.Escape(title)}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"{Palette.Background}\"/>\n");
        Append(svg, $"<text x=\"{Margin + LeftLabels:0}\" y=\"30\" font-size=\"17\" font-weight=\"600\" fill=\"{Palette.Text}\">{SecurityElement.Escape(title)}</text>\n");
        Legend(svg, shown, threshold);
        for (int i = 0; i < shown.Length; i++)
        {
            int column = i % grid.Columns, row = i / grid.Columns;
            double left = Margin + LeftLabels + (column * (grid.PanelWidth + grid.GapX));
            double top = Header + (row * (grid.PanelHeight + grid.GapY));
            Axis x = new(0, Math.Max(1, shown[i].Scores.Length - 1), left, left + grid.PanelWidth);
            Axis y = new(low, high, top + grid.PanelHeight, top);
            ScoreCurvePanel panel = new(shown[i], x, y, threshold);
            panel.Render(svg, shown.Length == 1 ? "" : Heading(shown[i]), grid.XTicks, grid.YTicks, labelY: column == 0);
        }

        Append(svg, $"<text x=\"{Width - Margin:0}\" y=\"{height - 12:0}\" text-anchor=\"end\" font-size=\"11.5\" fill=\"{Palette.Faint}\">frame</text>\n");
        double middle = Header + ((height - Header - Footer) / 2);
        Append(svg, $"<text transform=\"translate(20 {middle:0.#}) rotate(-90)\" text-anchor=\"middle\" font-size=\"11.5\" fill=\"{Palette.Faint}\">anomaly score</text>\n</svg>\n");
        return svg.ToString();
    }

    /// <summary>Draws one video.</summary>
    /// <param name="video">Its scores and labels.</param>
    /// <param name="threshold">Where a frame alarms, or null.</param>
    /// <param name="title">The picture's title.</param>
    /// <exception cref="VadException">There is nothing to draw.</exception>
    public static string Render(VideoScores video, double? threshold, string title) => Render([video], threshold, title);

    /// <summary>Draws several videos into a file that appears whole or not at all.</summary>
    /// <param name="path">The <c>.svg</c> file.</param>
    /// <param name="videos">At least one, with at least one score among them.</param>
    /// <param name="threshold">Where a frame alarms, or null.</param>
    /// <param name="title">The picture's title.</param>
    /// <exception cref="VadException">There is nothing to draw, or the path cannot be written.</exception>
    public static void Save(string path, IReadOnlyList<VideoScores> videos, double? threshold, string title) =>
        AtomicFile.WriteText(path, Render(videos, threshold, title));

    private static (double Low, double High) Range(float[] scores, double? threshold)
    {
        double low = Math.Min(0, scores.Min()), high = scores.Max();
        if (threshold is { } limit && double.IsFinite(limit))
        {
            (low, high) = (Math.Min(low, limit), Math.Max(high, limit));
        }

        return high > low ? (low, high + (0.04 * (high - low))) : (low, low + 1);
    }

    private static string Heading(VideoScores video)
    {
        double auc = Array.Exists(video.Scores, float.IsNaN) ? double.NaN : RocAuc.Compute(video.Scores, video.Labels);
        return double.IsNaN(auc) ? video.VideoId : FormattableString.Invariant($"{video.VideoId} · AUC {auc:0.000}");
    }

    private static void Legend(StringBuilder svg, VideoScores[] shown, double? threshold)
    {
        double right = Width - Margin;
        void Entry(string text, double width, FormattableString mark)
        {
            right -= width;
            svg.Append(FormattableString.Invariant($"<g transform=\"translate({right:0} 26)\">")).Append(FormattableString.Invariant(mark));
            Append(svg, $"<text x=\"28\" y=\"4\" font-size=\"12\" fill=\"{Palette.Text}\">{text}</text></g>\n");
        }

        if (Array.Exists(shown, video => video.Labels.Contains(1)))
        {
            Entry("labelled anomalous", 140, $"<rect y=\"-6\" width=\"22\" height=\"12\" rx=\"2\" fill=\"{Palette.Anomalous}\"/>");
        }

        if (threshold is { } limit)
        {
            Entry(FormattableString.Invariant($"threshold {limit:0.###}"), 118, $"<path d=\"M0 0h22\" stroke=\"{Palette.Threshold}\" stroke-width=\"1.6\" stroke-dasharray=\"6 4\"/>");
        }

        Entry("score", 76, $"<path d=\"M0 0h22\" stroke=\"{Palette.Curve}\" stroke-width=\"2\"/>");
    }

    private static void Append(StringBuilder text, FormattableString value) => text.Append(FormattableString.Invariant(value));

    /// <summary>One wide panel, or columns of smaller ones.</summary>
    private sealed record Grid(int Columns, int Rows, double PanelWidth, double PanelHeight, int XTicks, int YTicks)
    {
        private const double PanelGapX = 26, PanelGapY = 50;

        public double GapX => PanelGapX;

        public double GapY => PanelGapY;

        public static Grid For(int panels)
        {
            int columns = panels switch { 1 => 1, <= 4 => 2, _ => 3 };
            double width = (Width - (2 * Margin) - LeftLabels - ((columns - 1) * PanelGapX)) / columns;
            (double height, int xTicks, int yTicks) = columns switch { 1 => (230, 12, 5), 2 => (170, 6, 4), _ => (120, 5, 3) };
            return new Grid(columns, (panels + columns - 1) / columns, width, height, xTicks, yTicks);
        }
    }
}
