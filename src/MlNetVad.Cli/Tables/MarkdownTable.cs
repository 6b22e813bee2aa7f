using System.Text;
using MlNetVad.Evaluation;

namespace MlNetVad.Cli.Tables;

/// <summary>A table of a report as a Markdown table, to be pasted.</summary>
internal static class MarkdownTable
{
    /// <summary>The table without its title; a line a row.</summary>
    public static string Write(ReportTable table)
    {
        StringBuilder text = new();
        Row(text, table.Columns.Select(column => column.Header));
        text.Append('|').AppendJoin("", table.Columns.Select(column => column.Numeric ? " ---: |" : " --- |")).Append('\n');
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            Row(text, row);
        }

        return text.ToString();
    }

    /// <summary>Text that stays itself in Markdown.</summary>
    public static string Cell(string text)
    {
        StringBuilder safe = new();
        foreach (char c in text.ReplaceLineEndings(" "))
        {
            safe.Append(c is '|' or '\\' or '`' or '*' or '_' or '<' or '[' or ']' ? $"\\{c}" : c.ToString());
        }

        return safe.ToString();
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells.Select(Cell)).Append(" |\n");
}
