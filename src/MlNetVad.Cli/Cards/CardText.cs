using System.Text;
using MlNetVad.Cli.Tables;
using MlNetVad.Evaluation;

namespace MlNetVad.Cli.Cards;

/// <summary>A card as Markdown, or as one HTML file that needs no network.</summary>
internal static class CardText
{
    /// <summary>The card as Markdown.</summary>
    public static string Markdown(ModelCard card)
    {
        StringBuilder text = new($"# Model card: {MarkdownTable.Cell(card.Title)}\n");
        foreach (CardSection section in card.Sections)
        {
            text.Append($"\n## {section.Title}\n");
            text.Append(section.Sentences.Count > 0 ? "\n" : "").AppendJoin("", section.Sentences.Select(sentence => $"- {MarkdownTable.Cell(sentence)}\n"));
            foreach (ReportTable table in section.Tables)
            {
                text.Append(table.Title.Length > 0 ? $"\n### {MarkdownTable.Cell(table.Title)}\n" : "").Append('\n').Append(MarkdownTable.Write(table));
            }
        }

        return text.ToString();
    }

    /// <summary>The card as HTML.</summary>
    public static string Html(ModelCard card)
    {
        string title = HtmlReport.Text(card.Title);
        StringBuilder html = new($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Model card: {title}</title>
            <style>
            {HtmlReport.Resource("report.css")}
            </style>
            </head>
            <body>
            <header><h1>Model card: {title}</h1></header>
            <main>

            """);
        foreach (CardSection section in card.Sections)
        {
            html.Append($"<section>\n<h2>{HtmlReport.Text(section.Title)}</h2>\n");
            if (section.Sentences.Count > 0)
            {
                html.Append("<ul>\n").AppendJoin("", section.Sentences.Select(sentence => $"<li>{HtmlReport.Text(sentence)}</li>\n")).Append("</ul>\n");
            }

            html.AppendJoin("", section.Tables.Select(table => HtmlParts.Table(table with { Title = table.Title.Length > 0 ? table.Title : section.Title })));
            html.Append("</section>\n");
        }

        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }
}
