using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.TestSupport;
using MlNetVad.Transforms.ActionResponses;

namespace MlNetVad.Tests.Scoring;

/// <summary>Texts about actions on things of which it is given what they do: walking, running and cycling are the axes.</summary>
public sealed class RedefineActionsTests
{
    private static readonly string[] Actions = ["walking", "running", "cycling"];
    private static readonly float[] Walks = [1, 0, 0], Runs = [0, 1, 0], Cycles = [0.1f, 0.2f, 0.97f];
    private static readonly float[] Left = [10, 10, 10, 20], Right = [60, 10, 10, 20];
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Contract_Holds()
    {
        IDataView rows = Rows(new Row().Doing(Cycles, Left, 9).Doing(Walks, Right, 1), new Row { Frame = 1 }.Doing(Cycles, Left, 9), new Row { Frame = 2 });
        ActionAnswersTransformer answers = Answers(Text("somebody is cycling", RedefinedAs.Normal, Cycles));
        EstimatorContract.Check(_ml, answers.Keep(), rows);
        EstimatorContract.Check(_ml, Part.Keep(), answers.Transform(rows));
    }

    [Fact]
    public void Transform_CyclingIsNormal_OnlyWhoCyclesIsLowered()
    {
        IDataView rows = Rows(new Row().Doing(Cycles, Left, 9).Doing(Runs, Right, 8), new Row { Frame = 1 }.Doing(Runs, Left, 9));
        Assert.Equal([[1, 8], [9]], Redefine(rows, Text("somebody is cycling", RedefinedAs.Normal, Cycles)).GetColumn<float[]>("ActionScores"));
    }

    [Fact]
    public void Transform_NormalAndAnomalousAreTrue_TheNearerDecides()
    {
        IDataView rows = Rows(new Row().Doing(Cycles, Left, 9));
        SpokenAction near = Text("somebody is cycling", RedefinedAs.Anomalous, Cycles), far = Text("somebody is cycling", RedefinedAs.Normal, [0.6f, 0, 0.8f]);
        Assert.Equal(20, Assert.Single(Redefine(rows, near, far).GetColumn<float>("ActionScore")));
        Assert.Equal(1, Assert.Single(Redefine(rows, far).GetColumn<float>("ActionScore")));
    }

    [Theory]
    [InlineData(5, 1)]      // degrees from the text, of 90 between it and a mode of running; what is wholly meant goes to 1
    [InlineData(30, 1)]
    [InlineData(40, 3.48)]
    [InlineData(46, 9)]     // nearer to the mode, and still nearer to "walking" than to any other action
    public void Transform_BetweenTextAndNormalLife_GoesAsFarAsItIsNearer(double degrees, double expected)
    {
        // all of them centred: 0 along the text, 90 across it
        float[] At(double angle) => [.. new[] { 2.0, -1, -1 }.Zip([0.0, 1, -1], (along, across) => (float)((Math.Cos(angle * Math.PI / 180) * along / Math.Sqrt(6)) + (Math.Sin(angle * Math.PI / 180) * across / Math.Sqrt(2))))];
        IDataView rows = Rows(new Row().Doing(At(degrees), Left, 9));
        SpokenAction walks = Text("somebody is walking", RedefinedAs.Normal, At(0));
        Assert.Equal(expected, Part.Transform(Answers(At(90), walks).Transform(rows)).GetColumn<float>("ActionScore").Single(), 0.01);
    }

    [Fact]
    public void Transform_ModeThatDoesIt_IsNoRival()
    {
        IDataView rows = Rows(new Row().Doing(Walks, Left, 1.5f));
        SpokenAction walks = Text("somebody is walking", RedefinedAs.Anomalous, Walks);
        Assert.Equal(20, Part.Transform(Answers([1, 0, 0, 0, 1, 0], walks).Transform(rows)).GetColumn<float>("ActionScore").Single());
    }

    [Fact]
    public void Transform_BetweenTwoTurns_TheAnswerGoesAlongWithTheThing()
    {
        // what he does was found out in frame 0; his own box in each frame is among the things
        IDataView rows = Rows([.. Enumerable.Range(0, 6).Select(t => new Row { Frame = t, Things = [10 + (4 * t), 10, 10, 20, 1, 0] }.Doing(Cycles, Left, 9))]);
        float[][] answers = [.. Answers(Text("somebody is cycling", RedefinedAs.Normal, Cycles)).Transform(rows).GetColumn<float[]>("TextAnswers")];
        Assert.Equal([10, 14, 18, 22, 26, 30], answers.Select(a => a[6]));
        Assert.All(answers, a => Assert.Equal(10, a[0]));
    }

    [Fact]
    public void Transform_MinimumDuration_CountsOnceItHasLasted()
    {
        IDataView rows = Rows([.. Enumerable.Range(0, 4).Select(t => new Row { Frame = t }.Doing(Cycles, Left, 9))]);
        Assert.Equal([9, 9, 1, 1], Redefine(rows, Text("somebody is cycling", RedefinedAs.Normal, Cycles, seconds: 0.2)).GetColumn<float>("ActionScore"));   // ten frames a second
    }

    [Fact]
    public void Of_TextLikeNoAction_SaysWhichThereAre()
    {
        string message = Assert.Throws<VadException>(() => Text("fighting", RedefinedAs.Normal, Walks)).Message;
        Assert.Contains("name one of the actions that the model has learned: walking, running, cycling", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RedefinedAs.Normal, 6)]         // 8 - 8 · 0.5 · (0.8 - 0.3)
    [InlineData(RedefinedAs.Anomalous, 8.5)]    // 8 + 2 · 0.5 · (0.8 - 0.3)
    public void PaperFormula_MoreSimilarThanTheThreshold_IsEquation10WithTheExtremesOfItsVideo(RedefinedAs meaning, float expected)
    {
        IDataView rows = Rows(
            new Row().Doing(Walks, Left, 2), new Row { Frame = 1 }.Doing([0, 0.6f, 0.8f], Left, 8).Doing(Walks, Right, 1), new Row { Frame = 2, ActionScore = 4 },
            new Row { Video = "w" }.Doing([0, 0.6f, 0.8f], Left, 0), new Row { Video = "w", Frame = 1 }.Doing(Walks, Left, 1));
        Assert.Equal([2, expected, 4, meaning == RedefinedAs.Normal ? -0.25f : 0, 1], Paper(meaning).Transform(rows).GetColumn<float>("ActionScore"));
    }

    [Fact]
    public void PaperFormula_SavedOrLive_SaysWhyNot()
    {
        IDataView rows = Rows(new Row().Doing(Walks, Left, 2));
        PaperFormulaTransformer paper = Paper(RedefinedAs.Normal);
        Assert.Contains("no saved or live model", Assert.ThrowsAny<Exception>(() => _ml.Model.Save(paper, rows.Schema, Stream.Null)).GetBaseException().Message, StringComparison.Ordinal);
        Assert.Contains("no saved or live model", Assert.Throws<VadException>(() => new ModelRun(true, _ => { }, default).Of(paper)).Message, StringComparison.Ordinal);
        Assert.Same(paper, new ModelRun(false, _ => { }, default).Of(paper));
    }

    [Fact]
    public void Transform_FeaturesAndBoxesOfDifferentThings_SaysSo()
    {
        IDataView rows = Rows(new Row { Action = [1, 0, 0, 0, 1, 0], ActionObjects = [1, 1, 1, 1, 1, 0] });
        Exception e = Assert.ThrowsAny<Exception>(() => Answers(Text("somebody is cycling", RedefinedAs.Normal, Cycles)).Transform(rows).GetColumn<float[]>("TextAnswers").ToArray());
        Assert.Contains("both must come from the same things", e.GetBaseException().Message, StringComparison.Ordinal);
    }

    private static RedefineByAnswersTransformer Part { get; } =
        new(new AnsweredPart("action", "ActionScore", new PartPlaces("ActionScores", "ActionObjects"), 0, 0, Typical: 1, Raised: 20));

    private static PaperFormulaTransformer Paper(RedefinedAs meaning)
    {
        SpokenAction text = Text("somebody is cycling", meaning, [0, 0, 1]);
        return new PaperFormulaTransformer("action", "ActionScore", "Action", 3, [text with { Text = text.Text with { Said = text.Text.Said with { Strength = 0.5, Formula = RedefinitionFormula.Paper } } }]);
    }

    private static SpokenAction Text(string text, RedefinedAs meaning, float[] direction, double seconds = 0) => new(
        SpokenText.Of(
            new Redefinition(1, meaning, "", -1, -1, "anna", DateTimeOffset.UnixEpoch), new TextRedefinition(text, meaning) { MinimumDuration = TimeSpan.FromSeconds(seconds) },
            new Vocabulary(Vocabulary.Action, Actions), Embed),
        direction);

    // words as places of a vector
    private static IReadOnlyList<float[]> Embed(IReadOnlyList<string> texts)
    {
        string[][] words = [.. texts.Select(text => text.ToLowerInvariant().TrimEnd('.').Split(' '))];
        string[] known = [.. words.SelectMany(w => w).Distinct()];
        return [.. words.Select(w => known.Select(k => (float)w.Count(other => other == k)).ToArray())];
    }

    private static ActionAnswersTransformer Answers(params SpokenAction[] texts) => Answers(modes: [], texts);

    private static ActionAnswersTransformer Answers(float[] modes, params SpokenAction[] texts) =>
        new(new ActionAnswersColumns("Action", "ActionObjects", "Things"), ActionTexts.Of(Actions, [1, 0, 0, 0, 1, 0, 0, 0, 1]), modes, texts, framesPerSecond: 10);

    private static IDataView Redefine(IDataView rows, params SpokenAction[] texts) => Part.Transform(Answers(texts).Transform(rows));

    private IDataView Rows(params Row[] rows)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        foreach ((string column, int width) in new[] { ("Action", 3), ("ActionObjects", 6), ("Things", 6) })
        {
            definition[column].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 0, width);
        }

        return _ml.Data.LoadFromEnumerable(rows, definition);
    }

    private sealed class Row
    {
        public string Video { get; set; } = "v";

        public long Frame { get; set; }

        public float ActionScore { get; set; }

        public float[] ActionScores { get; set; } = [];

        public float[] Action { get; set; } = [];

        public float[] ActionObjects { get; set; } = [];

        public float[] Things { get; set; } = [];

        public Row Doing(float[] action, float[] box, float score)
        {
            (Action, ActionObjects, ActionScores) = ([.. Action, .. action], [.. ActionObjects, .. box, 1, 0], [.. ActionScores, score]);
            ActionScore = ActionScores.Max();
            return this;
        }
    }
}
