using System.Text;
using static System.FormattableString;

namespace MlNetVad.Evaluation;

/// <summary>The parts of the page that need no script.</summary>
internal static class HtmlParts
{
    /// <summary>A table; one without headers is a list of names and values.</summary>
    public static string Table(ReportTable table)
    {
        StringBuilder html = new();
        string title = HtmlReport.Text(table.Title);
        html.Append($"<h3>{title}</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\"><table>");
        if (table.Columns.Any(column => column.Header.Length > 0))
        {
            html.Append("<thead><tr>");
            foreach (ReportColumn column in table.Columns)
            {
                html.Append($"<th scope=\"col\"{Number(column)}>{HtmlReport.Text(column.Header)}</th>");
            }

            html.Append("</tr></thead>");
        }

        html.Append("<tbody>\n");
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            html.Append("<tr>");
            for (int i = 0; i < row.Count; i++)
            {
                string cell = HtmlReport.Text(row[i]);
                html.Append(i == 0 ? $"<th scope=\"row\"{Number(table.Columns[i])}>{cell}</th>" : $"<td{Number(table.Columns[i])}>{cell}</td>");
            }

            html.Append("</tr>\n");
        }

        return html.Append("</tbody></table></div>\n").ToString();
    }

    /// <summary>The pictures under their headings; nothing where there are none.</summary>
    public static string Pictures(IReadOnlyList<ReportPicture> pictures)
    {
        if (pictures.Count == 0)
        {
            return "";
        }

        StringBuilder html = new("<section aria-labelledby=\"pictures-title\">\n<h2 id=\"pictures-title\">Pictures</h2>\n");
        foreach (IGrouping<string, ReportPicture> group in pictures.GroupBy(p => p.Group))
        {
            html.Append($"<h3>{HtmlReport.Text(group.Key)}</h3>\n<div class=\"pictures\">\n");
            foreach (ReportPicture picture in group)
            {
                html.Append("<figure class=\"card\">").Append(Frame("frame", $"Video {picture.VideoId}, frame {picture.Frame}", picture.Jpeg, picture.Place));
                if (picture.Normal is { } normal)
                {
                    html.Append(Frame("frame known", $"Normal life: training video {normal.Video}, frame {normal.Frame}", normal.Jpeg, normal.Place));
                }

                html.Append($"<figcaption>{HtmlReport.Text(picture.Caption)}</figcaption></figure>\n");
            }

            html.Append("</div>\n");
        }

        return html.Append("</section>\n").ToString();
    }

    private static string Frame(string style, string alt, ReadOnlyMemory<byte> jpeg, ScoredBox? place) =>
        $"<span class=\"{style}\"><img alt=\"{HtmlReport.Text(alt)}\" src=\"data:image/jpeg;base64,{Convert.ToBase64String(jpeg.Span)}\">{Box(place)}</span>";

    /// <summary>What was done to the scores under each protocol, and what to know before quoting a figure.</summary>
    public static string Protocol(VadEvaluationReport report)
    {
        StringBuilder html = new($"<p>The figures at the top are of the raw scores. {HtmlReport.Text(report.Protocol)}.</p>\n<ul>\n");
        foreach (ProtocolResult protocol in report.Protocols)
        {
            html.Append($"<li><strong>{HtmlReport.Text(protocol.Name)}</strong>: {HtmlReport.Text(protocol.Protocol)}</li>\n");
        }

        html.Append("</ul>\n<h3>Before quoting a figure</h3>\n<ul>\n");
        foreach (string note in report.Notes)
        {
            html.Append($"<li>{HtmlReport.Text(note)}</li>\n");
        }

        return html.Append("</ul>\n").ToString();
    }

    /// <summary>Where the figures come from, in a line.</summary>
    public static string Origin(Provenance p) => string.Join(" · ", new[]
    {
        p.ModelPath is null ? null : $"model {p.ModelPath}, SHA-256 {p.ModelSha256}",
        p.ScoresPath is null ? null : $"scores {p.ScoresPath}",
        $"MlNetVad {p.LibraryVersion}{(p.GitCommit is null ? "" : $" ({p.GitCommit})")}",
        $"{p.Dotnet}, {p.Os}, {p.Cpu}, {Counted.Of(p.Cores, "core")}",
        p.UtcTime,
    }.OfType<string>());

    private static string Number(ReportColumn column) => column.Numeric ? " class=\"number\"" : "";

    private static string Box(ScoredBox? place) => place is { } box
        ? Invariant($"<span style=\"left:{100 * box.X:0.##}%;top:{100 * box.Y:0.##}%;width:{100 * box.Width:0.##}%;height:{100 * box.Height:0.##}%\"></span>")
        : "";
}
