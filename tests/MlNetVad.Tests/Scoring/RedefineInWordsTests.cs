using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Scoring;
using MlNetVad.TestSupport;

namespace MlNetVad.Tests.Scoring;

/// <summary>Texts on things whose pace, size, posture and stay are given; every word means itself and nothing else.</summary>
public sealed class RedefineInWordsTests
{
    private static readonly float[] Runner = [10, 10, 10, 20], Cart = [30, 10, 40, 40], Rider = [10, 10, 10, 20], Bicycle = [5, 20, 20, 15];
    private static readonly string[] Classes = ["person", "bicycle", "car"];
    private static readonly Vocabulary None = new(Vocabulary.Class, []);
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Contract_Holds()
    {
        IDataView rows = Rows(new Row { Frame = 0 }.Moving(2, Runner).Moving(1, Cart).Lying(Cart), new Row { Frame = 1 }.Moving(2, Runner), new Row { Frame = 2 });
        TextAnswersTransformer answers = Answers(Text("something runs", RedefinedAs.Normal), Text("something is a person", RedefinedAs.Normal, classes: Classes));
        EstimatorContract.Check(_ml, answers.Keep(), rows);
        EstimatorContract.Check(_ml, Part(grid: false).Keep(), answers.Transform(rows));
        EstimatorContract.Check(_ml, Part(grid: true).Keep(), answers.Transform(rows));
    }

    [Fact]
    public void Transform_RunnerBesideACart_OnlyTheRunnerIsLowered()
    {
        IDataView rows = Rows(new Row().Moving(2, Runner, score: 9).Moving(1, Cart, score: 5));
        IDataView after = Redefine(rows, Text("something runs", RedefinedAs.Normal));
        Assert.Equal([1, 5], Assert.Single(after.GetColumn<float[]>("ObjectScores")));
        Assert.Equal(5, Assert.Single(after.GetColumn<float>("Motion")));
    }

    [Theory]
    [InlineData(RedefinedAs.Normal, 0.5, 5)]         // from 9 half of the way to what is typical, 1
    [InlineData(RedefinedAs.Anomalous, 1, 20)]
    [InlineData(RedefinedAs.Anomalous, 0.5, 14.5)]   // half of the way to what is raised, 20
    public void Transform_Strength_IsTheShareOfTheWay(RedefinedAs meaning, double strength, float expected) => Assert.Equal(
        expected, Assert.Single(Redefine(Rows(new Row().Moving(2, Runner, score: 9)), Text("something runs", meaning, strength)).GetColumn<float>("Motion")));

    [Fact]
    public void Transform_NothingAnswers_ScoresStayBitForBit()
    {
        IDataView rows = Rows(new Row().Moving(1.0001f, Runner, score: 0.1f).Moving(1, Cart, score: 1 / 3f), new Row { Frame = 1, Motion = -1 });
        IDataView after = Redefine(rows, Text("something lies on the ground", RedefinedAs.Anomalous));
        Assert.Equal(rows.GetColumn<float>("Motion"), after.GetColumn<float>("Motion"));
        Assert.Equal(rows.GetColumn<float[]>("ObjectScores"), after.GetColumn<float[]>("ObjectScores"));
    }

    [Fact]
    public void Transform_WhatLies_IsLoweredWhereItLiesInEveryPart()
    {
        IDataView rows = Rows(new Row().Moving(1, Cart, score: 7).Moving(1, Runner, score: 6).Lying(Cart));
        Assert.Equal([1, 6], Assert.Single(Redefine(rows, Text("something lies on the ground", RedefinedAs.Normal)).GetColumn<float[]>("ObjectScores")));
    }

    [Fact]
    public void Transform_MinimumDuration_CountsOnceItHasLastedAndAnewInTheNextVideo()
    {
        IDataView rows = Rows([.. new[] { ("a", 0), ("a", 1), ("a", 2), ("a", 3), ("b", 4) }.Select(at => new Row { Video = at.Item1, Frame = at.Item2 }.Moving(2, [10 + at.Item2, 10, 10, 20], score: 9))]);
        IDataView after = Redefine(rows, Text("something runs", RedefinedAs.Normal, seconds: 0.2));   // ten frames a second
        Assert.Equal([9, 9, 1, 1, 9], after.GetColumn<float>("Motion"));
    }

    [Fact]
    public void Transform_NormalAndAnomalousAreTrue_TheMoreSimilarOneDecides()
    {
        SpokenText anomalous = Text("something runs", RedefinedAs.Anomalous), normal = Text("something fast runs races", RedefinedAs.Normal);
        Assert.True(anomalous.Similarities.Max() > normal.Similarities.Max());
        Assert.Equal(20, Assert.Single(Redefine(Rows(new Row().Moving(2, Runner, score: 9)), anomalous, normal).GetColumn<float>("Motion")));
    }

    [Fact]
    public void Transform_NormalInOneWayAndAnomalousInAnother_IsAnomalous()
    {
        IDataView rows = Rows(new Row().Moving(2, Runner, score: 9).Moving(2, Cart, score: 8).Lying(Cart));
        IDataView after = Redefine(rows, Text("something runs", RedefinedAs.Normal), Text("something lies on the ground", RedefinedAs.Anomalous));
        Assert.Equal([1, 20], Assert.Single(after.GetColumn<float[]>("ObjectScores")));
    }

    [Fact]
    public void Transform_ClassOfADetector_IsLoweredWithWhoRidesIt()
    {
        IDataView rows = Rows(new Row().Moving(1, Rider, score: 9).Moving(1, Bicycle, score: 8, name: 1).Moving(1, Cart, score: 7, name: 2).Moving(1, [80, 10, 10, 20], score: 6));
        Assert.Equal([1, 1, 7, 6], Assert.Single(Redefine(rows, Text("something is a bicycle", RedefinedAs.Normal, classes: Classes)).GetColumn<float[]>("ObjectScores")));
    }

    [Fact]
    public void Transform_ClassIsMissedInFrames_HoldsForASecondAndNotInTheNextVideo()
    {
        IEnumerable<Row> rider = Enumerable.Range(1, 13).Select(t => new Row { Frame = t }.Moving(1, [10 + t, 10, 10, 20], score: 9));
        IDataView rows = Rows([new Row().Moving(1, Rider, score: 9).Moving(1, Bicycle, name: 1), .. rider, new Row { Frame = 14 }.Moving(1, [23, 10, 10, 20], score: 9).Moving(1, [18, 20, 20, 15], name: 1), new Row { Video = "b" }.Moving(1, [23, 10, 10, 20], score: 9)]);
        IDataView after = Redefine(rows, Text("something is a bicycle", RedefinedAs.Normal, classes: Classes));   // ten frames a second
        Assert.Equal([.. Enumerable.Repeat(1f, 11), 9, 9, 9, 1, 9], after.GetColumn<float>("Motion"));
    }

    [Fact]
    public void Transform_PersonIsNormal_WhatHeRidesIsNot()
    {
        IDataView rows = Rows(new Row().Moving(1, Rider, score: 9).Moving(1, Bicycle, score: 8, name: 1));
        Assert.Equal([1, 8], Assert.Single(Redefine(rows, Text("something is a person", RedefinedAs.Normal, classes: Classes)).GetColumn<float[]>("ObjectScores")));
    }

    [Fact]
    public void Of_ClassThatTheDetectorLeavesOut_IsRefused()
    {
        VadException e = Assert.Throws<VadException>(() => Text("bicycle", RedefinedAs.Normal, classes: ["person", "", "car"]));
        Assert.Contains("name a class of the detector", e.Message, StringComparison.Ordinal);
        Assert.Equal("class: bicycle", Text("bicycle", RedefinedAs.Normal, classes: Classes).Meaning);
    }

    [Fact]
    public void At_WhatLiesFurtherOut_HoldsToo()
    {
        Assert.True(Aspect.All[Aspect.Size].Holds(2, 3));     // what is huge is large
        Assert.False(Aspect.All[Aspect.Size].Holds(3, 2));
        Assert.False(Aspect.All[Aspect.Size].Holds(1, 2));    // what is large is not of the usual size
        Assert.True(Aspect.All[Aspect.Size].Holds(0, 0));
        Assert.False(Aspect.All[Aspect.Size].Holds(2, 0));
    }

    [Theory]
    [InlineData("bicycles", 0.3, 1, 0, "'bicycles' is like nothing that the model can tell")]
    [InlineData(" ", 0.3, 1, 0, "The text is empty")]
    [InlineData("something runs", 0, 1, 0, "The threshold of a text is 0")]
    [InlineData("something runs", 0.3, 1.5, 0, "The strength of a text is 1.5")]
    [InlineData("something runs", 0.3, 1, -1, "The least duration of a text is -1 s")]
    public void Of_WrongTextOrOption_SaysSo(string text, double threshold, double strength, double seconds, string reason)
    {
        var said = new TextRedefinition(text, RedefinedAs.Normal) { Threshold = threshold, Strength = strength, MinimumDuration = TimeSpan.FromSeconds(seconds) };
        Assert.Contains(reason, Assert.Throws<VadException>(() => SpokenText.Of(About(RedefinedAs.Normal), said, None, Embed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_EncoderThatGivesNothing_SaysSo() => Assert.Contains(
        "cannot be compared", Assert.Throws<VadException>(() => SpokenText.Of(About(RedefinedAs.Normal), new TextRedefinition("a", RedefinedAs.Normal), None, texts => [.. texts.Select(_ => new float[3])])).Message, StringComparison.Ordinal);

    private static Redefinition About(RedefinedAs meaning) => new(1, meaning, "", -1, -1, "anna", DateTimeOffset.UnixEpoch);

    private static SpokenText Text(string text, RedefinedAs meaning, double strength = 1, double seconds = 0, IReadOnlyList<string>? classes = null) =>
        SpokenText.Of(About(meaning), new TextRedefinition(text, meaning) { Strength = strength, MinimumDuration = TimeSpan.FromSeconds(seconds) }, new Vocabulary(Vocabulary.Class, classes ?? []), Embed);

    // words as places of a vector
    private static IReadOnlyList<float[]> Embed(IReadOnlyList<string> texts)
    {
        string[][] words = [.. texts.Select(text => text.ToLowerInvariant().TrimEnd('.').Split(' '))];
        string[] known = [.. words.SelectMany(w => w).Distinct()];
        return [.. words.Select(w => known.Select(k => (float)w.Count(other => other == k)).ToArray())];
    }

    private static TextAnswersTransformer Answers(params SpokenText[] texts) => new(
        new TextAnswersColumns(new MovingColumns("Pace", "Objects", "Present", "PresentBoxes"), "PresentStay"),
        new AspectScales([[0.5f, 1.25f, 1.5f], [-2, 0, 1], [0.5f], [1, 2]]), texts, framesPerSecond: 10);

    private static RedefineByAnswersTransformer Part(bool grid) =>
        new(new AnsweredPart("motion", "Motion", grid ? new PartPlaces("ObjectScores", GridColumns: 2) : new PartPlaces("ObjectScores", "Objects"), 100, 100, Typical: 1, Raised: 20));

    private static IDataView Redefine(IDataView rows, params SpokenText[] texts) => Part(grid: false).Transform(Answers(texts).Transform(rows));

    private IDataView Rows(params Row[] rows)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        foreach ((string column, int width) in new[] { ("Objects", 6), ("Present", 7), ("PresentStay", 4), ("PresentBoxes", 6) })
        {
            definition[column].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 0, width);
        }

        return _ml.Data.LoadFromEnumerable(rows, definition);
    }

    private sealed class Row
    {
        public string Video { get; set; } = "v";

        public long Frame { get; set; }

        public float Motion { get; set; }

        public float[] ObjectScores { get; set; } = [];

        public float[] Pace { get; set; } = [];

        public float[] Objects { get; set; } = [];

        public float[] Present { get; set; } = [];

        public float[] PresentStay { get; set; } = [];

        public float[] PresentBoxes { get; set; } = [];

        public Row Moving(float pace, float[] box, float score = 0, int name = 0)
        {
            (Pace, Objects, ObjectScores) = ([.. Pace, pace], [.. Objects, .. box, 1, name], [.. ObjectScores, score]);
            Motion = ObjectScores.Max();
            return this;
        }

        public Row Lying(float[] box)
        {
            (Present, PresentStay, PresentBoxes) = ([.. Present, 0, 0, 0, 0, -1, 0.9f, 0], [.. PresentStay, 0, 0, 0, 0], [.. PresentBoxes, .. box, 1, 0]);
            return this;
        }
    }
}
