using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Takes off scores what their level has risen by, slowly and without an alarm.</summary>
public sealed class SlowChangeTransformer : ComponentTransformer
{
    /// <summary>Scores at most: a saved model's contract has a fixed number of inputs, of which unused ones repeat the first.</summary>
    internal const int Slots = 6;

    private readonly SlowChangeColumns _columns;
    private readonly IReadOnlyList<FollowedScore> _scores;
    private readonly double _framesPerSecond;

    internal SlowChangeTransformer(SlowChangeColumns columns, IReadOnlyList<FollowedScore> scores, double framesPerSecond)
    {
        (_columns, _scores, _framesPerSecond) = (columns, scores, framesPerSecond);
        Inputs = columns.Inputs([.. scores.Select(score => score.Column)]);
    }

    internal override bool IsSequential => true;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; } =
        [TextDataViewType.Instance, NumberDataViewType.Int64, .. Enumerable.Repeat(NumberDataViewType.Single, Slots)];

    internal override ComponentPersistence Persistence => new(new SlowChangeContract(), writer =>
    {
        _columns.Write(writer);
        writer.Write(_framesPerSecond);
        writer.Write(_scores.Count);
        foreach (FollowedScore score in _scores)
        {
            score.Write(writer);
        }
    });

    internal override IReadOnlyList<(string Name, string Value)> Settings => [.. _scores.Select(score => (score.Column, ToText(score)))];

    /// <summary>The column of what was taken off.</summary>
    internal string RisenColumn => _columns.Output;

    private IEnumerable<FollowedScore> Followed => _scores.Where(score => score.IsFollowed);

    /// <summary>The same, with levels that have risen before scoring begins.</summary>
    /// <exception cref="VadException">There are not as many as are followed, or one is not a finite number.</exception>
    internal SlowChangeTransformer Continuing(IReadOnlyList<float> risen) => risen.Count == Followed.Count() && risen.All(float.IsFinite)
        ? new(_columns, [.. _scores.Select((score, i) => score.IsFollowed ? score with { Risen = score.Bound(risen[i]) } : score)], _framesPerSecond)
        : throw new VadException($"The model follows {Followed.Count()} scores; give as many finite numbers, as a frame's SlowChange has them.");

    internal static SlowChangeTransformer Read(BinaryReader reader)
    {
        SlowChangeColumns columns = SlowChangeColumns.Read(reader);
        double framesPerSecond = reader.ReadDouble();
        FollowedScore[] scores = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => FollowedScore.Read(reader))];
        return scores.Length is >= 1 and <= Slots && scores[0].IsFollowed
            ? new SlowChangeTransformer(columns, scores, framesPerSecond)
            : throw new VadException($"The model follows {scores.Length} scores, of at most {Slots}: the file is damaged; train or copy it again.");
    }

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _columns.Outputs([.. Followed.Select(score => score.Column)]);

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => new SlowChangeKernel(_scores, _framesPerSecond);

    private static string ToText(FollowedScore score) => score switch
    {
        { IsFollowed: false } => $"holds the levels still above {score.Alarm:0.###}",
        { Risen: > 0 } => $"followed above {score.Usual:0.###}, risen by {score.Risen:0.###}; holds the levels still above {score.Alarm:0.###}",
        _ => $"followed above {score.Usual:0.###}; holds the levels still above {score.Alarm:0.###}",
    };
}

/// <summary>The names of the columns it reads and adds, but for the scores.</summary>
internal sealed record SlowChangeColumns(string Output, string Video, string Frame)
{
    /// <summary>What it reads: the scores in the contract's slots, of which unused ones repeat the first.</summary>
    public IReadOnlyList<InputColumn> Inputs(IReadOnlyList<string> scores) =>
    [
        InputColumn.Scalar(Video, TextDataViewType.Instance),
        InputColumn.Scalar(Frame, NumberDataViewType.Int64),
        .. Enumerable.Range(0, SlowChangeTransformer.Slots).Select(i => ScoreColumn.Of(scores[i < scores.Count ? i : 0])),
    ];

    /// <summary>What it adds.</summary>
    public IReadOnlyList<OutputColumn> Outputs(IReadOnlyList<string> followed) =>
        [new(Output, new VectorDataViewType(NumberDataViewType.Single, followed.Count)), .. followed.Select(column => new OutputColumn(column, NumberDataViewType.Single))];

    public void Write(BinaryWriter writer)
    {
        writer.Write(Output);
        writer.Write(Video);
        writer.Write(Frame);
    }

    public static SlowChangeColumns Read(BinaryReader reader) => new(reader.ReadString(), reader.ReadString(), reader.ReadString());
}
