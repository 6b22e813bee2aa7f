using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Evaluation;

/// <summary>The columns of a scored row that are read for people and for evaluation.</summary>
internal sealed class ScoredRow
{
    private readonly ValueGetter<ReadOnlyMemory<char>> _video;
    private readonly ValueGetter<long> _frame;
    private readonly ValueGetter<float> _score;
    private readonly ValueGetter<float> _label;
    private readonly ValueGetter<bool>? _predicted;
    private readonly ValueGetter<VBuffer<float>>? _boxes;
    private readonly ValueGetter<VBuffer<float>>? _boxScores;
    private VBuffer<float> _boxBuffer;
    private VBuffer<float> _boxScoreBuffer;
    private string _videoId = "";

    public ScoredRow(DataViewRowCursor cursor)
    {
        DataViewSchema schema = cursor.Schema;
        _video = cursor.GetGetter<ReadOnlyMemory<char>>(schema["Video"]);
        _frame = cursor.GetGetter<long>(schema["Frame"]);
        _score = cursor.GetGetter<float>(schema["Score"]);
        _label = cursor.GetGetter<float>(schema["Label"]);
        _predicted = schema.GetColumnOrNull("PredictedLabel") is { } p ? cursor.GetGetter<bool>(p) : null;
        if (schema.GetColumnOrNull("Objects") is { } boxes && schema.GetColumnOrNull("ObjectScores") is { } scores)
        {
            _boxes = cursor.GetGetter<VBuffer<float>>(boxes);
            _boxScores = cursor.GetGetter<VBuffer<float>>(scores);
        }
    }

    /// <summary>The columns that must be requested from the view.</summary>
    public static IEnumerable<DataViewSchema.Column> Needed(DataViewSchema schema)
    {
        if (schema.GetColumnOrNull("Score")?.Type is not NumberDataViewType)
        {
            throw new VadException("The model gives no column 'Score' of type Single; its last step must be a scorer such as CalibrateScore.");
        }

        return new[] { "Video", "Frame", "Score", "Label", "PredictedLabel", "Objects", "ObjectScores" }
            .Select(schema.GetColumnOrNull)
            .OfType<DataViewSchema.Column>();
    }

    /// <summary>The current row.</summary>
    public FrameScore Read()
    {
        ReadOnlyMemory<char> video = default;
        long frame = 0;
        float score = 0;
        float label = 0;
        bool predicted = false;
        _video(ref video);
        _frame(ref frame);
        _score(ref score);
        _label(ref label);
        _predicted?.Invoke(ref predicted);
        if (!video.Span.SequenceEqual(_videoId))
        {
            _videoId = video.ToString();
        }

        return new FrameScore(_videoId, frame, score, predicted, label, IsFilled: false, ReadObjects());
    }

    private ScoredBox[] ReadObjects()
    {
        if (_boxes is null || _boxScores is null)
        {
            return [];
        }

        _boxes(ref _boxBuffer);
        _boxScores(ref _boxScoreBuffer);
        float[] boxes = [.. _boxBuffer.DenseValues()];
        float[] scores = [.. _boxScoreBuffer.DenseValues()];
        if (boxes.Length != 6 * scores.Length)
        {
            throw new VadException($"The model gives {Counted.Of(boxes.Length / 6, "object")} but {Counted.Of(scores.Length, "object score")}; 'Objects' and 'ObjectScores' must belong together.");
        }

        var objects = new ScoredBox[scores.Length];
        for (int i = 0; i < objects.Length; i++)
        {
            objects[i] = new ScoredBox(boxes[6 * i], boxes[(6 * i) + 1], boxes[(6 * i) + 2], boxes[(6 * i) + 3], scores[i]);
        }

        return objects;
    }
}
