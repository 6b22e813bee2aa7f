using System.Text.Json.Nodes;
using MlNetVad.Cli.Commands;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;

namespace MlNetVad.Cli.Cards;

/// <summary><c>mlnetvad inspect --card</c>.</summary>
internal static class CardOutput
{
    private static readonly string[] Endings = [".md", ".html"];

    /// <summary>Writes a model's card to a file, or prints it.</summary>
    /// <exception cref="VadException">No model, a report of another model, or an output that cannot be written.</exception>
    public static int Run(Screen screen, string path, string? report, string? output, CancellationToken cancellation)
    {
        string? figures = Directory.Exists(report) ? Path.Combine(report, EvaluationFiles.Report) : report;
        if (output is not null)
        {
            if (!Endings.Contains(Path.GetExtension(output), StringComparer.OrdinalIgnoreCase))
            {
                throw new VadException($"Output '{output}' does not say which kind of card it is; end it with {string.Join(" or ", Endings)}.");
            }

            OutputPath.Check([output], [path, .. figures is null ? (string[])[] : [figures]]);
        }

        VadModel model = Commands.ModelFile.Load(Context.Create(seed: 1, screen), path, cancellation);
        ModelCard card = ModelCard.Of(path, model, figures is null ? null : Read(figures, path));
        if (output is not null)
        {
            AtomicFile.WriteText(output, output.EndsWith(".html", StringComparison.OrdinalIgnoreCase) ? CardText.Html(card) : CardText.Markdown(card));
            Draw.Pairs(screen, "Written", ("model card", output));
            screen.Show("");
        }
        else if (!screen.Json)
        {
            screen.Out.Write(CardText.Markdown(card));
        }

        if (screen.Json)
        {
            screen.Out.WriteLine(new JsonObject { ["output"] = output, ["markdown"] = CardText.Markdown(card) }.ToJsonString(CliJson.Options));
        }

        return ExitCode.Success;
    }

    private static VadEvaluationReport Read(string figures, string model)
    {
        VadEvaluationReport report;
        try
        {
            report = VadEvaluationReport.FromJson(File.ReadAllText(figures));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VadException($"The report '{figures}' cannot be read ({e.Message.TrimEnd('.')}); give the report.json that 'mlnetvad evaluate --output' wrote, or its folder.", e);
        }

        return report.Provenance.ModelSha256 == Provenance.Collect(model).ModelSha256
            ? report
            : throw new VadException($"The report '{figures}' is not of the model '{model}' (their SHA-256 differ); evaluate this model, or leave out --report.");
    }
}
