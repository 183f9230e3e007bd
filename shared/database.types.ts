// database.types: made by `npm run generate` from the migrations; do not edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: {
      action_prices: {
        Row: {
          action: string;
          credits: number | null;
          per: number | null;
          pricing: string;
          state: string;
        };
        ComputedFields: never;
        Insert: {
          action: string;
          credits?: number | null;
          per?: number | null;
          pricing: string;
          state?: string;
        };
        Update: {
          action?: string;
          credits?: number | null;
          per?: number | null;
          pricing?: string;
          state?: string;
        };
        Relationships: [];
      };
      actions: {
        Row: {
          action: string;
          api_key_id: string | null;
          charged_credits: number;
          client_key: string;
          delivered_bytes: number | null;
          error_code: string | null;
          fingerprint: string | null;
          held_credits: number;
          hold_id: string;
          id: string;
          input_tokens: number | null;
          input_tokens_estimate: number | null;
          max_output_tokens: number | null;
          model: string | null;
          output_tokens: number | null;
          plan: string;
          price_credits: number | null;
          price_id: number | null;
          price_per: number | null;
          pricing: string;
          settled_at: string | null;
          started_at: string;
          state: string;
          units: number | null;
          units_estimate: number;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          action: string;
          api_key_id?: string | null;
          charged_credits?: number;
          client_key: string;
          delivered_bytes?: number | null;
          error_code?: string | null;
          fingerprint?: string | null;
          held_credits: number;
          hold_id?: string;
          id?: string;
          input_tokens?: number | null;
          input_tokens_estimate?: number | null;
          max_output_tokens?: number | null;
          model?: string | null;
          output_tokens?: number | null;
          plan: string;
          price_credits?: number | null;
          price_id?: number | null;
          price_per?: number | null;
          pricing: string;
          settled_at?: string | null;
          started_at?: string;
          state?: string;
          units?: number | null;
          units_estimate: number;
          user_id: string;
        };
        Update: {
          action?: string;
          api_key_id?: string | null;
          charged_credits?: number;
          client_key?: string;
          delivered_bytes?: number | null;
          error_code?: string | null;
          fingerprint?: string | null;
          held_credits?: number;
          hold_id?: string;
          id?: string;
          input_tokens?: number | null;
          input_tokens_estimate?: number | null;
          max_output_tokens?: number | null;
          model?: string | null;
          output_tokens?: number | null;
          plan?: string;
          price_credits?: number | null;
          price_id?: number | null;
          price_per?: number | null;
          pricing?: string;
          settled_at?: string | null;
          started_at?: string;
          state?: string;
          units?: number | null;
          units_estimate?: number;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'actions_api_key_id_fkey';
            columns: ['api_key_id'];
            isOneToOne: false;
            referencedRelation: 'api_keys';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'actions_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      api_keys: {
        Row: {
          created_at: string;
          expires_at: string | null;
          id: string;
          last_used_at: string | null;
          monthly_credits: number | null;
          name: string;
          prefix: string;
          requests_per_minute: number | null;
          revoked_at: string | null;
          scopes: string[];
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          expires_at?: string | null;
          id?: string;
          last_used_at?: string | null;
          monthly_credits?: number | null;
          name: string;
          prefix: string;
          requests_per_minute?: number | null;
          revoked_at?: string | null;
          scopes: string[];
          user_id: string;
        };
        Update: {
          created_at?: string;
          expires_at?: string | null;
          id?: string;
          last_used_at?: string | null;
          monthly_credits?: number | null;
          name?: string;
          prefix?: string;
          requests_per_minute?: number | null;
          revoked_at?: string | null;
          scopes?: string[];
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'api_keys_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      audit_log: {
        Row: {
          action: string;
          admin_id: string;
          created_at: string;
          details: NonNullable<Json>;
          id: number;
          subject: string;
        };
        ComputedFields: never;
        Insert: {
          action: string;
          admin_id: string;
          created_at?: string;
          details: NonNullable<Json>;
          id?: never;
          subject: string;
        };
        Update: {
          action?: string;
          admin_id?: string;
          created_at?: string;
          details?: NonNullable<Json>;
          id?: never;
          subject?: string;
        };
        Relationships: [];
      };
      cashouts: {
        Row: {
          amount_cents: number;
          approved_at: string | null;
          client_key: string;
          closed_at: string | null;
          created_at: string;
          id: string;
          reason: string | null;
          receiver: string;
          sent_at: string | null;
          state: string;
          transaction_id: string | null;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          amount_cents: number;
          approved_at?: string | null;
          client_key: string;
          closed_at?: string | null;
          created_at?: string;
          id?: string;
          reason?: string | null;
          receiver: string;
          sent_at?: string | null;
          state?: string;
          transaction_id?: string | null;
          user_id: string;
        };
        Update: {
          amount_cents?: number;
          approved_at?: string | null;
          client_key?: string;
          closed_at?: string | null;
          created_at?: string;
          id?: string;
          reason?: string | null;
          receiver?: string;
          sent_at?: string | null;
          state?: string;
          transaction_id?: string | null;
          user_id?: string;
        };
        Relationships: [];
      };
      characters: {
        Row: {
          answer_kind: string;
          avatar_url: string | null;
          category: string;
          confidence: number;
          context_images: number;
          context_messages: number;
          context_tokens: number;
          conversation_count: number;
          counted_at: string | null;
          created_at: string;
          creativity: number;
          credit_price: number;
          empathy: number;
          formality: number;
          gallery_every: number | null;
          greeting: string;
          humour: number;
          id: string;
          is_premium: boolean;
          language: string;
          last_active_at: string | null;
          max_output_tokens: number;
          message_count: number;
          messages_per_day: number | null;
          model: string;
          name: string;
          owner_id: string | null;
          popularity: number;
          pricing: string;
          published_at: string | null;
          rating: number | null;
          rating_count: number;
          slug: string;
          status: string;
          tagline: string;
          tags: string[];
          temperature: number;
          tone: string;
          traits: string[];
          updated_at: string;
          voice: string | null;
          voice_model: string;
        };
        ComputedFields: never;
        Insert: {
          answer_kind?: string;
          avatar_url?: string | null;
          category: string;
          confidence?: number;
          context_images?: number;
          context_messages?: number;
          context_tokens?: number;
          conversation_count?: number;
          counted_at?: string | null;
          created_at?: string;
          creativity?: number;
          credit_price?: number;
          empathy?: number;
          formality?: number;
          gallery_every?: number | null;
          greeting: string;
          humour?: number;
          id?: string;
          is_premium?: boolean;
          language?: string;
          last_active_at?: string | null;
          max_output_tokens?: number;
          message_count?: number;
          messages_per_day?: number | null;
          model: string;
          name: string;
          owner_id?: string | null;
          popularity?: number;
          pricing?: string;
          published_at?: string | null;
          rating?: number | null;
          rating_count?: number;
          slug: string;
          status?: string;
          tagline: string;
          tags?: string[];
          temperature?: number;
          tone?: string;
          traits?: string[];
          updated_at?: string;
          voice?: string | null;
          voice_model?: string;
        };
        Update: {
          answer_kind?: string;
          avatar_url?: string | null;
          category?: string;
          confidence?: number;
          context_images?: number;
          context_messages?: number;
          context_tokens?: number;
          conversation_count?: number;
          counted_at?: string | null;
          created_at?: string;
          creativity?: number;
          credit_price?: number;
          empathy?: number;
          formality?: number;
          gallery_every?: number | null;
          greeting?: string;
          humour?: number;
          id?: string;
          is_premium?: boolean;
          language?: string;
          last_active_at?: string | null;
          max_output_tokens?: number;
          message_count?: number;
          messages_per_day?: number | null;
          model?: string;
          name?: string;
          owner_id?: string | null;
          popularity?: number;
          pricing?: string;
          published_at?: string | null;
          rating?: number | null;
          rating_count?: number;
          slug?: string;
          status?: string;
          tagline?: string;
          tags?: string[];
          temperature?: number;
          tone?: string;
          traits?: string[];
          updated_at?: string;
          voice?: string | null;
          voice_model?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'characters_owner_id_fkey';
            columns: ['owner_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      conversation_reads: {
        Row: {
          conversation_id: string;
          delivered_at: string;
          delivered_ordinal: number;
          read_at: string | null;
          read_ordinal: number;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          conversation_id: string;
          delivered_at?: string;
          delivered_ordinal: number;
          read_at?: string | null;
          read_ordinal?: number;
          user_id: string;
        };
        Update: {
          conversation_id?: string;
          delivered_at?: string;
          delivered_ordinal?: number;
          read_at?: string | null;
          read_ordinal?: number;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'conversation_reads_conversation_id_fkey';
            columns: ['conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'conversation_reads_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      conversation_shares: {
        Row: {
          conversation_id: string;
          created_at: string;
          id: string;
          last_ordinal: number;
          revoked_at: string | null;
          title: string | null;
          token_hash: string;
        };
        ComputedFields: never;
        Insert: {
          conversation_id: string;
          created_at?: string;
          id?: string;
          last_ordinal: number;
          revoked_at?: string | null;
          title?: string | null;
          token_hash: string;
        };
        Update: {
          conversation_id?: string;
          created_at?: string;
          id?: string;
          last_ordinal?: number;
          revoked_at?: string | null;
          title?: string | null;
          token_hash?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'conversation_shares_conversation_id_fkey';
            columns: ['conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['id'];
          },
        ];
      };
      conversations: {
        Row: {
          archived_at: string | null;
          character_id: string;
          client_id: string;
          created_at: string;
          deleted_at: string | null;
          id: string;
          is_shared: boolean;
          last_message_at: string;
          pinned_at: string | null;
          title: string | null;
          topic_epoch: number;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          archived_at?: string | null;
          character_id: string;
          client_id?: string;
          created_at?: string;
          deleted_at?: string | null;
          id?: string;
          is_shared?: boolean;
          last_message_at?: string;
          pinned_at?: string | null;
          title?: string | null;
          topic_epoch?: number;
          user_id: string;
        };
        Update: {
          archived_at?: string | null;
          character_id?: string;
          client_id?: string;
          created_at?: string;
          deleted_at?: string | null;
          id?: string;
          is_shared?: boolean;
          last_message_at?: string;
          pinned_at?: string | null;
          title?: string | null;
          topic_epoch?: number;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'conversations_character_id_fkey';
            columns: ['character_id'];
            isOneToOne: false;
            referencedRelation: 'characters';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'conversations_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      credit_packs: {
        Row: {
          amount_cents: number;
          credits: number;
          currency: string;
          name: string;
          slug: string;
          state: string;
        };
        ComputedFields: never;
        Insert: {
          amount_cents: number;
          credits: number;
          currency: string;
          name: string;
          slug: string;
          state?: string;
        };
        Update: {
          amount_cents?: number;
          credits?: number;
          currency?: string;
          name?: string;
          slug?: string;
          state?: string;
        };
        Relationships: [];
      };
      invitations: {
        Row: {
          closed_at: string | null;
          code_hash: string | null;
          conversation_id: string;
          created_at: string;
          expires_at: string;
          id: string;
          invited_by: string;
          invited_id: string | null;
          role: string;
          state: string;
        };
        ComputedFields: never;
        Insert: {
          closed_at?: string | null;
          code_hash?: string | null;
          conversation_id: string;
          created_at?: string;
          expires_at: string;
          id?: string;
          invited_by: string;
          invited_id?: string | null;
          role: string;
          state?: string;
        };
        Update: {
          closed_at?: string | null;
          code_hash?: string | null;
          conversation_id?: string;
          created_at?: string;
          expires_at?: string;
          id?: string;
          invited_by?: string;
          invited_id?: string | null;
          role?: string;
          state?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'invitations_conversation_id_fkey';
            columns: ['conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'invitations_invited_by_fkey';
            columns: ['invited_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'invitations_invited_id_fkey';
            columns: ['invited_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      media_assets: {
        Row: {
          attempts: number;
          blurhash: string | null;
          bucket: string;
          character_id: string | null;
          claimed_at: string;
          content_hash: string;
          created_at: string;
          duration_ms: number | null;
          error_code: string | null;
          folder: string;
          height: number | null;
          id: string;
          is_speech: boolean;
          kind: string;
          mime_type: string;
          original: string;
          owner_id: string | null;
          peaks: number[] | null;
          purpose: string;
          size_bytes: number;
          state: string;
          transcript: string | null;
          variants: string[];
          width: number | null;
        };
        ComputedFields: never;
        Insert: {
          attempts?: number;
          blurhash?: string | null;
          bucket?: never;
          character_id?: string | null;
          claimed_at?: string;
          content_hash: string;
          created_at?: string;
          duration_ms?: number | null;
          error_code?: string | null;
          folder?: never;
          height?: number | null;
          id: string;
          is_speech?: boolean;
          kind: string;
          mime_type: string;
          original: string;
          owner_id?: string | null;
          peaks?: number[] | null;
          purpose: string;
          size_bytes: number;
          state?: string;
          transcript?: string | null;
          variants?: string[];
          width?: number | null;
        };
        Update: {
          attempts?: number;
          blurhash?: string | null;
          bucket?: never;
          character_id?: string | null;
          claimed_at?: string;
          content_hash?: string;
          created_at?: string;
          duration_ms?: number | null;
          error_code?: string | null;
          folder?: never;
          height?: number | null;
          id?: string;
          is_speech?: boolean;
          kind?: string;
          mime_type?: string;
          original?: string;
          owner_id?: string | null;
          peaks?: number[] | null;
          purpose?: string;
          size_bytes?: number;
          state?: string;
          transcript?: string | null;
          variants?: string[];
          width?: number | null;
        };
        Relationships: [
          {
            foreignKeyName: 'media_assets_character_id_fkey';
            columns: ['character_id'];
            isOneToOne: false;
            referencedRelation: 'characters';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'media_assets_owner_id_fkey';
            columns: ['owner_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      memberships: {
        Row: {
          anchor_at: string;
          created_at: string;
          ends_at: string | null;
          id: string;
          operation_key: string;
          paid_by: string | null;
          plan: string;
          revoked_at: string | null;
          source: string;
          starts_at: string;
          state: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          anchor_at: string;
          created_at?: string;
          ends_at?: string | null;
          id?: string;
          operation_key: string;
          paid_by?: string | null;
          plan: string;
          revoked_at?: string | null;
          source: string;
          starts_at: string;
          state?: string;
          user_id: string;
        };
        Update: {
          anchor_at?: string;
          created_at?: string;
          ends_at?: string | null;
          id?: string;
          operation_key?: string;
          paid_by?: string | null;
          plan?: string;
          revoked_at?: string | null;
          source?: string;
          starts_at?: string;
          state?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'memberships_plan_fkey';
            columns: ['plan'];
            isOneToOne: false;
            referencedRelation: 'plans';
            referencedColumns: ['slug'];
          },
          {
            foreignKeyName: 'memberships_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      message_attachments: {
        Row: {
          asset_id: string | null;
          blurhash: string | null;
          caption: string | null;
          conversation_id: string;
          duration_ms: number | null;
          height: number | null;
          is_premium: boolean;
          kind: string;
          message_id: string;
          mime_type: string;
          position: number;
          width: number | null;
        };
        ComputedFields: never;
        Insert: {
          asset_id?: string | null;
          blurhash?: string | null;
          caption?: string | null;
          conversation_id: string;
          duration_ms?: number | null;
          height?: number | null;
          is_premium?: boolean;
          kind: string;
          message_id: string;
          mime_type: string;
          position: number;
          width?: number | null;
        };
        Update: {
          asset_id?: string | null;
          blurhash?: string | null;
          caption?: string | null;
          conversation_id?: string;
          duration_ms?: number | null;
          height?: number | null;
          is_premium?: boolean;
          kind?: string;
          message_id?: string;
          mime_type?: string;
          position?: number;
          width?: number | null;
        };
        Relationships: [
          {
            foreignKeyName: 'message_attachments_asset_id_fkey';
            columns: ['asset_id'];
            isOneToOne: false;
            referencedRelation: 'media_assets';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'message_attachments_conversation_id_fkey';
            columns: ['conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'message_attachments_message_id_fkey';
            columns: ['message_id'];
            isOneToOne: false;
            referencedRelation: 'messages';
            referencedColumns: ['id'];
          },
        ];
      };
      message_ratings: {
        Row: {
          comment: string | null;
          created_at: string;
          message_id: string;
          rating: number | null;
          stars: number | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          comment?: string | null;
          created_at?: string;
          message_id: string;
          rating?: number | null;
          stars?: number | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          comment?: string | null;
          created_at?: string;
          message_id?: string;
          rating?: number | null;
          stars?: number | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'message_ratings_message_id_fkey';
            columns: ['message_id'];
            isOneToOne: false;
            referencedRelation: 'messages';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'message_ratings_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      message_speeches: {
        Row: {
          asset_id: string;
          created_at: string;
          message_id: string;
        };
        ComputedFields: never;
        Insert: {
          asset_id: string;
          created_at?: string;
          message_id: string;
        };
        Update: {
          asset_id?: string;
          created_at?: string;
          message_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'message_speeches_asset_id_fkey';
            columns: ['asset_id'];
            isOneToOne: false;
            referencedRelation: 'media_assets';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'message_speeches_message_id_fkey';
            columns: ['message_id'];
            isOneToOne: true;
            referencedRelation: 'messages';
            referencedColumns: ['id'];
          },
        ];
      };
      messages: {
        Row: {
          author_id: string | null;
          content: string;
          conversation_id: string;
          created_at: string;
          deleted_at: string | null;
          id: string;
          is_current: boolean;
          kind: string;
          ordinal: number;
          parent_id: string | null;
          revision: number;
          role: string;
          state: string;
          tokens_estimate: number;
        };
        ComputedFields: never;
        Insert: {
          author_id?: string | null;
          content: string;
          conversation_id: string;
          created_at?: string;
          deleted_at?: string | null;
          id?: string;
          is_current?: boolean;
          kind?: string;
          ordinal?: never;
          parent_id?: string | null;
          revision?: number;
          role: string;
          state?: string;
          tokens_estimate?: never;
        };
        Update: {
          author_id?: string | null;
          content?: string;
          conversation_id?: string;
          created_at?: string;
          deleted_at?: string | null;
          id?: string;
          is_current?: boolean;
          kind?: string;
          ordinal?: never;
          parent_id?: string | null;
          revision?: number;
          role?: string;
          state?: string;
          tokens_estimate?: never;
        };
        Relationships: [
          {
            foreignKeyName: 'messages_author_id_fkey';
            columns: ['author_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'messages_conversation_id_fkey';
            columns: ['conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'messages_parent_id_fkey';
            columns: ['parent_id'];
            isOneToOne: false;
            referencedRelation: 'messages';
            referencedColumns: ['id'];
          },
        ];
      };
      model_fallbacks: {
        Row: {
          fallback: string;
          may_continue: boolean;
          model: string;
          place: number;
        };
        ComputedFields: never;
        Insert: {
          fallback: string;
          may_continue?: boolean;
          model: string;
          place: number;
        };
        Update: {
          fallback?: string;
          may_continue?: boolean;
          model?: string;
          place?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'model_fallbacks_fallback_fkey';
            columns: ['fallback'];
            isOneToOne: false;
            referencedRelation: 'models';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'model_fallbacks_model_fkey';
            columns: ['model'];
            isOneToOne: false;
            referencedRelation: 'models';
            referencedColumns: ['id'];
          },
        ];
      };
      models: {
        Row: {
          capabilities: string[];
          context_tokens: number;
          id: string;
          image_tokens: number;
          max_output_tokens: number;
          name: string;
          provider: string;
          state: string;
        };
        ComputedFields: never;
        Insert: {
          capabilities?: string[];
          context_tokens: number;
          id: string;
          image_tokens?: number;
          max_output_tokens: number;
          name: string;
          provider: string;
          state?: string;
        };
        Update: {
          capabilities?: string[];
          context_tokens?: number;
          id?: string;
          image_tokens?: number;
          max_output_tokens?: number;
          name?: string;
          provider?: string;
          state?: string;
        };
        Relationships: [];
      };
      notifications: {
        Row: {
          created_at: string;
          details: NonNullable<Json>;
          id: number;
          kind: string;
          read_at: string | null;
          source_key: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          details: NonNullable<Json>;
          id?: never;
          kind: string;
          read_at?: string | null;
          source_key: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          details?: NonNullable<Json>;
          id?: never;
          kind?: string;
          read_at?: string | null;
          source_key?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'notifications_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      orders: {
        Row: {
          amount_cents: number;
          checkout_id: string | null;
          checkout_url: string | null;
          client_key: string;
          created_at: string;
          credits: number;
          currency: string;
          customer_id: string | null;
          id: string;
          is_live: boolean;
          item: string;
          kind: string;
          price_id: string;
          provider: string;
          state: string;
          trial_days: number | null;
          user_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          amount_cents: number;
          checkout_id?: string | null;
          checkout_url?: string | null;
          client_key: string;
          created_at?: string;
          credits: number;
          currency: string;
          customer_id?: string | null;
          id?: string;
          is_live: boolean;
          item: string;
          kind: string;
          price_id: string;
          provider: string;
          state?: string;
          trial_days?: number | null;
          user_id?: string | null;
        };
        Update: {
          amount_cents?: number;
          checkout_id?: string | null;
          checkout_url?: string | null;
          client_key?: string;
          created_at?: string;
          credits?: number;
          currency?: string;
          customer_id?: string | null;
          id?: string;
          is_live?: boolean;
          item?: string;
          kind?: string;
          price_id?: string;
          provider?: string;
          state?: string;
          trial_days?: number | null;
          user_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'orders_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      participants: {
        Row: {
          archived_at: string | null;
          conversation_id: string;
          joined_at: string;
          pinned_at: string | null;
          role: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          archived_at?: string | null;
          conversation_id: string;
          joined_at?: string;
          pinned_at?: string | null;
          role: string;
          user_id: string;
        };
        Update: {
          archived_at?: string | null;
          conversation_id?: string;
          joined_at?: string;
          pinned_at?: string | null;
          role?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'participants_conversation_id_fkey';
            columns: ['conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'participants_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      payments: {
        Row: {
          amount_cents: number;
          clawed_credits: number;
          collected_cents: number | null;
          created_at: string;
          currency: string;
          customer_id: string;
          id: string;
          item: string;
          kind: string;
          number: string | null;
          order_id: string | null;
          paid_at: string | null;
          provider: string;
          provider_id: string;
          reason: string;
          reversals: number;
          reversed_cents: number;
          state: string;
          subscription_provider_id: string | null;
          tax_cents: number;
          undue_credits: number;
          url: string | null;
          user_id: string | null;
          version_at: string;
        };
        ComputedFields: never;
        Insert: {
          amount_cents: number;
          clawed_credits?: number;
          collected_cents?: number | null;
          created_at: string;
          currency: string;
          customer_id: string;
          id?: string;
          item: string;
          kind: string;
          number?: string | null;
          order_id?: string | null;
          paid_at?: string | null;
          provider: string;
          provider_id: string;
          reason: string;
          reversals?: number;
          reversed_cents?: number;
          state: string;
          subscription_provider_id?: string | null;
          tax_cents: number;
          undue_credits?: number;
          url?: string | null;
          user_id?: string | null;
          version_at: string;
        };
        Update: {
          amount_cents?: number;
          clawed_credits?: number;
          collected_cents?: number | null;
          created_at?: string;
          currency?: string;
          customer_id?: string;
          id?: string;
          item?: string;
          kind?: string;
          number?: string | null;
          order_id?: string | null;
          paid_at?: string | null;
          provider?: string;
          provider_id?: string;
          reason?: string;
          reversals?: number;
          reversed_cents?: number;
          state?: string;
          subscription_provider_id?: string | null;
          tax_cents?: number;
          undue_credits?: number;
          url?: string | null;
          user_id?: string | null;
          version_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'payments_order_id_fkey';
            columns: ['order_id'];
            isOneToOne: false;
            referencedRelation: 'orders';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'payments_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      person_blocks: {
        Row: {
          blocked_id: string;
          created_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          blocked_id: string;
          created_at?: string;
          user_id: string;
        };
        Update: {
          blocked_id?: string;
          created_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'person_blocks_blocked_id_fkey';
            columns: ['blocked_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'person_blocks_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      personality_sentences: {
        Row: {
          aspect: string;
          sentence: string;
          state: string;
          value: string;
        };
        ComputedFields: never;
        Insert: {
          aspect: string;
          sentence: string;
          state?: string;
          value: string;
        };
        Update: {
          aspect?: string;
          sentence?: string;
          state?: string;
          value?: string;
        };
        Relationships: [];
      };
      plan_limits: {
        Row: {
          allowance: number;
          meter: string;
          plan: string;
          scope: string;
          window_kind: string;
          window_seconds: number;
        };
        ComputedFields: never;
        Insert: {
          allowance: number;
          meter: string;
          plan: string;
          scope: string;
          window_kind: string;
          window_seconds?: number;
        };
        Update: {
          allowance?: number;
          meter?: string;
          plan?: string;
          scope?: string;
          window_kind?: string;
          window_seconds?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'plan_limits_plan_fkey';
            columns: ['plan'];
            isOneToOne: false;
            referencedRelation: 'plans';
            referencedColumns: ['slug'];
          },
        ];
      };
      plans: {
        Row: {
          amount_cents: number;
          billing: string;
          credits: number;
          currency: string;
          description: string;
          features: string[];
          is_default: boolean;
          models: string[] | null;
          name: string;
          pass_days: number | null;
          rank: number;
          rollover_periods: number;
          slug: string;
          state: string;
          trial_days: number | null;
        };
        ComputedFields: never;
        Insert: {
          amount_cents?: number;
          billing: string;
          credits?: number;
          currency: string;
          description: string;
          features?: string[];
          is_default?: boolean;
          models?: string[] | null;
          name: string;
          pass_days?: number | null;
          rank: number;
          rollover_periods?: number;
          slug: string;
          state?: string;
          trial_days?: number | null;
        };
        Update: {
          amount_cents?: number;
          billing?: string;
          credits?: number;
          currency?: string;
          description?: string;
          features?: string[];
          is_default?: boolean;
          models?: string[] | null;
          name?: string;
          pass_days?: number | null;
          rank?: number;
          rollover_periods?: number;
          slug?: string;
          state?: string;
          trial_days?: number | null;
        };
        Relationships: [];
      };
      profiles: {
        Row: {
          created_at: string;
          display_name: string | null;
          id: string;
          locale: string;
          role: string;
          status: string;
          updated_at: string;
          username: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          display_name?: string | null;
          id: string;
          locale?: string;
          role?: string;
          status?: string;
          updated_at?: string;
          username: string;
        };
        Update: {
          created_at?: string;
          display_name?: string | null;
          id?: string;
          locale?: string;
          role?: string;
          status?: string;
          updated_at?: string;
          username?: string;
        };
        Relationships: [];
      };
      referrers: {
        Row: {
          clicks: number;
          code: string;
          earned_cents: number;
          paid_cents: number;
          rewarded: number;
          sign_ups: number;
          user_id: string;
          verified: number;
        };
        ComputedFields: never;
        Insert: {
          clicks?: number;
          code: string;
          earned_cents?: number;
          paid_cents?: number;
          rewarded?: number;
          sign_ups?: number;
          user_id: string;
          verified?: number;
        };
        Update: {
          clicks?: number;
          code?: string;
          earned_cents?: number;
          paid_cents?: number;
          rewarded?: number;
          sign_ups?: number;
          user_id?: string;
          verified?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'referrers_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: true;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      refunds: {
        Row: {
          amount_cents: number;
          created_at: string;
          currency: string;
          id: string;
          payment_provider_id: string;
          provider: string;
          provider_id: string;
          state: string;
          user_id: string | null;
          version_at: string;
        };
        ComputedFields: never;
        Insert: {
          amount_cents: number;
          created_at: string;
          currency: string;
          id?: string;
          payment_provider_id: string;
          provider: string;
          provider_id: string;
          state: string;
          user_id?: string | null;
          version_at: string;
        };
        Update: {
          amount_cents?: number;
          created_at?: string;
          currency?: string;
          id?: string;
          payment_provider_id?: string;
          provider?: string;
          provider_id?: string;
          state?: string;
          user_id?: string | null;
          version_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'refunds_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      subscriptions: {
        Row: {
          amount_cents: number;
          billing: string;
          cancel_at: string | null;
          currency: string;
          customer_id: string;
          ended_at: string | null;
          id: string;
          next_plan: string | null;
          next_plan_at: string | null;
          period_ends_at: string;
          period_starts_at: string;
          plan: string;
          price_id: string;
          provider: string;
          provider_id: string;
          provider_item_id: string | null;
          started_at: string;
          state: string;
          trial_ends_at: string | null;
          user_id: string | null;
          version_at: string;
        };
        ComputedFields: never;
        Insert: {
          amount_cents: number;
          billing: string;
          cancel_at?: string | null;
          currency: string;
          customer_id: string;
          ended_at?: string | null;
          id?: string;
          next_plan?: string | null;
          next_plan_at?: string | null;
          period_ends_at: string;
          period_starts_at: string;
          plan: string;
          price_id: string;
          provider: string;
          provider_id: string;
          provider_item_id?: string | null;
          started_at: string;
          state: string;
          trial_ends_at?: string | null;
          user_id?: string | null;
          version_at: string;
        };
        Update: {
          amount_cents?: number;
          billing?: string;
          cancel_at?: string | null;
          currency?: string;
          customer_id?: string;
          ended_at?: string | null;
          id?: string;
          next_plan?: string | null;
          next_plan_at?: string | null;
          period_ends_at?: string;
          period_starts_at?: string;
          plan?: string;
          price_id?: string;
          provider?: string;
          provider_id?: string;
          provider_item_id?: string | null;
          started_at?: string;
          state?: string;
          trial_ends_at?: string | null;
          user_id?: string | null;
          version_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'subscriptions_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      turns: {
        Row: {
          answer_kind: string | null;
          assistant_message_id: string;
          attempt: number;
          cached_input_tokens: number | null;
          charged_credits: number;
          client_message_id: string;
          conversation_id: string;
          error_code: string | null;
          fingerprint: string;
          finish_reason: string | null;
          held_credits: number;
          hold_id: string;
          id: string;
          input_tokens: number | null;
          input_tokens_estimate: number | null;
          left_message_id: string | null;
          max_output_tokens: number;
          model: string;
          models: string[];
          operation: string;
          output_tokens: number | null;
          plan: string;
          price_id: number | null;
          pricing: string;
          settled_at: string | null;
          source_message_id: string | null;
          started_at: string;
          state: string;
          stop_requested_at: string | null;
          user_id: string;
          user_message_id: string;
        };
        ComputedFields: never;
        Insert: {
          answer_kind?: string | null;
          assistant_message_id?: string;
          attempt?: number;
          cached_input_tokens?: number | null;
          charged_credits?: number;
          client_message_id: string;
          conversation_id: string;
          error_code?: string | null;
          fingerprint: string;
          finish_reason?: string | null;
          held_credits: number;
          hold_id?: string;
          id?: string;
          input_tokens?: number | null;
          input_tokens_estimate?: number | null;
          left_message_id?: string | null;
          max_output_tokens: number;
          model: string;
          models?: string[];
          operation?: string;
          output_tokens?: number | null;
          plan: string;
          price_id?: number | null;
          pricing: string;
          settled_at?: string | null;
          source_message_id?: string | null;
          started_at?: string;
          state?: string;
          stop_requested_at?: string | null;
          user_id: string;
          user_message_id?: string;
        };
        Update: {
          answer_kind?: string | null;
          assistant_message_id?: string;
          attempt?: number;
          cached_input_tokens?: number | null;
          charged_credits?: number;
          client_message_id?: string;
          conversation_id?: string;
          error_code?: string | null;
          fingerprint?: string;
          finish_reason?: string | null;
          held_credits?: number;
          hold_id?: string;
          id?: string;
          input_tokens?: number | null;
          input_tokens_estimate?: number | null;
          left_message_id?: string | null;
          max_output_tokens?: number;
          model?: string;
          models?: string[];
          operation?: string;
          output_tokens?: number | null;
          plan?: string;
          price_id?: number | null;
          pricing?: string;
          settled_at?: string | null;
          source_message_id?: string | null;
          started_at?: string;
          state?: string;
          stop_requested_at?: string | null;
          user_id?: string;
          user_message_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'turns_assistant_message_id_fkey';
            columns: ['assistant_message_id'];
            isOneToOne: false;
            referencedRelation: 'messages';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'turns_conversation_id_fkey';
            columns: ['conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'turns_left_message_id_fkey';
            columns: ['left_message_id'];
            isOneToOne: false;
            referencedRelation: 'messages';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'turns_source_message_id_fkey';
            columns: ['source_message_id'];
            isOneToOne: false;
            referencedRelation: 'messages';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'turns_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'turns_user_message_id_fkey';
            columns: ['user_message_id'];
            isOneToOne: false;
            referencedRelation: 'messages';
            referencedColumns: ['id'];
          },
        ];
      };
      voice_sessions: {
        Row: {
          call_nr: number;
          charged_credits: number;
          client_key: string;
          conversation_id: string | null;
          created_at: string;
          ended_at: string | null;
          error_code: string | null;
          finish_reason: string | null;
          held_credits: number;
          held_seconds: number;
          held_until: string;
          id: string;
          model: string;
          opened_at: string | null;
          plan: string;
          price_credits: number | null;
          price_id: number | null;
          price_per: number | null;
          pricing: string;
          seconds: number | null;
          state: string;
          user_id: string;
          voice: string;
        };
        ComputedFields: never;
        Insert: {
          call_nr?: number;
          charged_credits?: number;
          client_key: string;
          conversation_id?: string | null;
          created_at?: string;
          ended_at?: string | null;
          error_code?: string | null;
          finish_reason?: string | null;
          held_credits?: number;
          held_seconds?: number;
          held_until?: string;
          id?: string;
          model: string;
          opened_at?: string | null;
          plan: string;
          price_credits?: number | null;
          price_id?: number | null;
          price_per?: number | null;
          pricing: string;
          seconds?: number | null;
          state?: string;
          user_id: string;
          voice: string;
        };
        Update: {
          call_nr?: number;
          charged_credits?: number;
          client_key?: string;
          conversation_id?: string | null;
          created_at?: string;
          ended_at?: string | null;
          error_code?: string | null;
          finish_reason?: string | null;
          held_credits?: number;
          held_seconds?: number;
          held_until?: string;
          id?: string;
          model?: string;
          opened_at?: string | null;
          plan?: string;
          price_credits?: number | null;
          price_id?: number | null;
          price_per?: number | null;
          pricing?: string;
          seconds?: number | null;
          state?: string;
          user_id?: string;
          voice?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'voice_sessions_conversation_id_fkey';
            columns: ['conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'voice_sessions_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
    };
    Views: {
      my_conversation_stats: {
        Row: {
          character_id: string;
          character_name: string | null;
          character_slug: string | null;
          conversations: number | null;
          last_message_at: string | null;
          messages: number | null;
        };
        ComputedFields: never;
        Relationships: [
          {
            foreignKeyName: 'conversations_character_id_fkey';
            columns: ['character_id'];
            isOneToOne: false;
            referencedRelation: 'characters';
            referencedColumns: ['id'];
          },
        ];
      };
      my_conversations: {
        Row: {
          character_id: string | null;
          character_name: string | null;
          character_slug: string | null;
          client_id: string | null;
          created_at: string | null;
          id: string | null;
          is_archived: boolean | null;
          is_pinned: boolean | null;
          is_shared: boolean | null;
          last_message: string | null;
          last_message_at: string | null;
          role: string | null;
          title: string | null;
          unread_messages: number | null;
        };
        ComputedFields: never;
        Relationships: [];
      };
      my_credit_history: {
        Row: {
          created_at: string;
          credits: number;
          expires_at: string | null;
          id: number;
          kind: string;
          reason: string;
        };
        ComputedFields: never;
        Relationships: [];
      };
      my_credits: {
        Row: {
          available_credits: number | null;
          bought_credits: number | null;
          held_credits: number | null;
          next_expiry_at: string | null;
          owed_credits: number | null;
          plan_credits: number | null;
        };
        ComputedFields: never;
        Relationships: [];
      };
      my_entitlements: {
        Row: {
          available_credits: number | null;
          ends_at: string | null;
          features: string[] | null;
          limits: Json | null;
          models: string[] | null;
          next_plan: string | null;
          next_plan_at: string | null;
          plan: string | null;
          plan_name: string | null;
          source: string | null;
        };
        ComputedFields: never;
        Relationships: [];
      };
      my_rewards: {
        Row: {
          available_cents: number | null;
          in_cashout_cents: number | null;
          owed_cents: number | null;
        };
        ComputedFields: never;
        Relationships: [];
      };
      my_usage: {
        Row: {
          action: string | null;
          cached_input_tokens: number | null;
          calls: number | null;
          character_id: string | null;
          credits: number | null;
          day: string | null;
          failed_calls: number | null;
          input_tokens: number | null;
          model: string | null;
          output_tokens: number | null;
          units: number | null;
        };
        ComputedFields: never;
        Relationships: [];
      };
    };
    Functions: {
      accept_invitation: {
        Args: { p_code?: string; p_id?: string };
        Returns: {
          archived_at: string | null;
          conversation_id: string;
          joined_at: string;
          pinned_at: string | null;
          role: string;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'participants';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      add_moderation_pattern: {
        Args: {
          p_action: string;
          p_category: string;
          p_content: string;
          p_direction?: string;
          p_kind?: string;
        };
        Returns: number;
      };
      announce: { Args: { p_body: string; p_title: string; p_url?: string }; Returns: string };
      apply_dispute: {
        Args: { p_object: Json; p_provider: string; p_version_at: string };
        Returns: string;
      };
      apply_payment: {
        Args: { p_object: Json; p_provider: string; p_version_at: string };
        Returns: string;
      };
      apply_payout: { Args: { p_id: string; p_item: Json; p_version_at: string }; Returns: string };
      apply_refund: {
        Args: { p_object: Json; p_provider: string; p_version_at: string };
        Returns: string;
      };
      apply_subscription: {
        Args: { p_object: Json; p_provider: string; p_version_at: string };
        Returns: string;
      };
      begin_action: {
        Args: {
          p_action: string;
          p_client_key: string;
          p_input_tokens?: number;
          p_ip?: unknown;
          p_lasts?: string;
          p_model?: string;
          p_output_tokens?: number;
          p_units?: number;
          p_user_id: string;
        };
        Returns: Json;
      };
      begin_character_test: { Args: { p_id: string; p_text: string }; Returns: Json };
      begin_completion: {
        Args: {
          p_client_key: string;
          p_fingerprint: string;
          p_images: number;
          p_input_bytes: number;
          p_ip?: unknown;
          p_key_hash?: string;
          p_max_output_tokens?: number;
          p_messages: number;
          p_model: string;
          p_needs: string[];
          p_user_id?: string;
        };
        Returns: Json;
      };
      begin_continuation: {
        Args: { p_chat_id: string; p_ip?: unknown; p_message_id: string; p_user_id: string };
        Returns: Json;
      };
      begin_edit: {
        Args: {
          p_answer_kind?: string;
          p_attachments?: string[];
          p_chat_id: string;
          p_ip?: unknown;
          p_message_id: string;
          p_text: string;
          p_user_id: string;
        };
        Returns: Json;
      };
      begin_order: {
        Args: {
          p_client_key: string;
          p_is_live: boolean;
          p_item: string;
          p_kind: string;
          p_provider: string;
          p_user_id: string;
        };
        Returns: Json;
      };
      begin_regeneration: {
        Args: {
          p_answer_kind?: string;
          p_attachments?: string[];
          p_chat_id: string;
          p_ip?: unknown;
          p_message_id: string;
          p_text?: string;
          p_user_id: string;
        };
        Returns: Json;
      };
      begin_speech: {
        Args: { p_ip?: unknown; p_message_id: string; p_model: string; p_user_id: string };
        Returns: Json;
      };
      begin_transcription: {
        Args: {
          p_asset_id: string;
          p_ip?: unknown;
          p_model: string;
          p_providers?: string[];
          p_user_id: string;
        };
        Returns: Json;
      };
      begin_turn: {
        Args: {
          p_answer_kind?: string;
          p_attachments?: string[];
          p_character?: string;
          p_chat_id: string;
          p_client_message_id: string;
          p_ip?: unknown;
          p_kind?: string;
          p_text: string;
          p_user_id: string;
        };
        Returns: Json;
      };
      begin_uploads: {
        Args: { p_count: number; p_ip?: unknown; p_user_id: string };
        Returns: Json;
      };
      begin_voice: {
        Args: {
          p_character?: string;
          p_chat_id: string;
          p_client_key: string;
          p_ip?: unknown;
          p_user_id: string;
        };
        Returns: Json;
      };
      block_person: { Args: { p_user_id: string }; Returns: undefined };
      cancel_cashout: {
        Args: { p_id: string; p_user_id: string };
        Returns: {
          amount_cents: number;
          approved_at: string | null;
          client_key: string;
          closed_at: string | null;
          created_at: string;
          id: string;
          reason: string | null;
          receiver: string;
          sent_at: string | null;
          state: string;
          transaction_id: string | null;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'cashouts';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      cashout_receipt: { Args: { p_id: string; p_user_id: string }; Returns: Json };
      change_character: {
        Args: { p_changes: Json; p_id: string };
        Returns: {
          answer_kind: string;
          avatar_url: string | null;
          category: string;
          confidence: number;
          context_images: number;
          context_messages: number;
          context_tokens: number;
          conversation_count: number;
          counted_at: string | null;
          created_at: string;
          creativity: number;
          credit_price: number;
          empathy: number;
          formality: number;
          gallery_every: number | null;
          greeting: string;
          humour: number;
          id: string;
          is_premium: boolean;
          language: string;
          last_active_at: string | null;
          max_output_tokens: number;
          message_count: number;
          messages_per_day: number | null;
          model: string;
          name: string;
          owner_id: string | null;
          popularity: number;
          pricing: string;
          published_at: string | null;
          rating: number | null;
          rating_count: number;
          slug: string;
          status: string;
          tagline: string;
          tags: string[];
          temperature: number;
          tone: string;
          traits: string[];
          updated_at: string;
          voice: string | null;
          voice_model: string;
        };
        SetofOptions: {
          from: '*';
          to: 'characters';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      change_role: {
        Args: { p_conversation_id: string; p_role: string; p_user_id: string };
        Returns: undefined;
      };
      check_allowance: {
        Args: { p_amount?: number; p_ip?: unknown; p_meter: string; p_user_id: string };
        Returns: Json;
      };
      checkpoint_action: {
        Args: { p_action_id: string; p_delivered_bytes: number };
        Returns: boolean;
      };
      checkpoint_turn: {
        Args: { p_attempt: number; p_text: string; p_thoughts?: string; p_turn_id: string };
        Returns: string;
      };
      claim_cashouts: {
        Args: { p_count: number };
        Returns: {
          amount_cents: number;
          batch_id: string;
          claimed_at: string;
          id: string;
          is_sendable: boolean;
          receiver: string;
        }[];
      };
      claim_departures: {
        Args: { p_count: number };
        Returns: {
          customer_id: string;
          customer_provider_id: string;
          message_id: number;
          provider: string;
          subscription_provider_ids: string[];
        }[];
      };
      claim_hangups: {
        Args: { p_count: number };
        Returns: {
          call_id: string;
          message_id: number;
        }[];
      };
      claim_payment_events: {
        Args: { p_count: number };
        Returns: {
          attempts: number;
          body: string;
          id: number;
          object_id: string;
          object_kind: string;
          provider: string;
          type: string;
        }[];
      };
      claim_provider_sweep: {
        Args: Record<PropertyKey, never>;
        Returns: {
          from_at: string;
          message_id: number;
          provider: string;
          to_at: string;
        }[];
      };
      close_order: { Args: { p_is_complete: boolean; p_order_id: string }; Returns: string };
      count_payment_refusal: { Args: { p_provider: string; p_reason: string }; Returns: undefined };
      count_referral_click: { Args: { p_code: string; p_visitor: string }; Returns: string };
      create_api_key: {
        Args: {
          p_expires_at?: string;
          p_monthly_credits?: number;
          p_name: string;
          p_requests_per_minute?: number;
          p_scopes?: string[];
        };
        Returns: Json;
      };
      create_character: {
        Args: { p_character: Json };
        Returns: {
          answer_kind: string;
          avatar_url: string | null;
          category: string;
          confidence: number;
          context_images: number;
          context_messages: number;
          context_tokens: number;
          conversation_count: number;
          counted_at: string | null;
          created_at: string;
          creativity: number;
          credit_price: number;
          empathy: number;
          formality: number;
          gallery_every: number | null;
          greeting: string;
          humour: number;
          id: string;
          is_premium: boolean;
          language: string;
          last_active_at: string | null;
          max_output_tokens: number;
          message_count: number;
          messages_per_day: number | null;
          model: string;
          name: string;
          owner_id: string | null;
          popularity: number;
          pricing: string;
          published_at: string | null;
          rating: number | null;
          rating_count: number;
          slug: string;
          status: string;
          tagline: string;
          tags: string[];
          temperature: number;
          tone: string;
          traits: string[];
          updated_at: string;
          voice: string | null;
          voice_model: string;
        };
        SetofOptions: {
          from: '*';
          to: 'characters';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      create_conversation: {
        Args: { p_character: string; p_client_id?: string; p_title?: string };
        Returns: {
          archived_at: string | null;
          character_id: string;
          client_id: string;
          created_at: string;
          deleted_at: string | null;
          id: string;
          is_shared: boolean;
          last_message_at: string;
          pinned_at: string | null;
          title: string | null;
          topic_epoch: number;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'conversations';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      decline_invitation: { Args: { p_id: string }; Returns: undefined };
      delete_conversation: { Args: { p_id: string }; Returns: string };
      delete_media: { Args: { p_ids: string[]; p_user_id: string }; Returns: string[] };
      delete_message: { Args: { p_id: string }; Returns: string };
      dismiss_notifications: { Args: { p_ids?: number[] }; Returns: number };
      end_voice: { Args: { p_session_id: string }; Returns: Json };
      enter_referral_code: { Args: { p_code: string }; Returns: Json };
      estimate_turn: {
        Args: {
          p_attachments?: string[];
          p_character: string;
          p_chat_id?: string;
          p_text?: string;
        };
        Returns: Json;
      };
      export_conversation: { Args: { p_format?: string; p_id: string }; Returns: Json };
      fail_payment_event: {
        Args: { p_error: string; p_id: number; p_is_final: boolean };
        Returns: string;
      };
      fail_voice: {
        Args: { p_error_code: string; p_is_up?: boolean; p_session_id: string };
        Returns: Json;
      };
      find_turn: {
        Args: { p_chat_id: string; p_turn_id?: string; p_user_id: string };
        Returns: Json;
      };
      finish_departure: {
        Args: { p_customer_id: string; p_message_id: number };
        Returns: undefined;
      };
      finish_hangup: {
        Args: { p_call_id: string; p_is_known: boolean; p_message_id: number };
        Returns: undefined;
      };
      finish_media: { Args: { p_asset_id: string; p_result: Json }; Returns: undefined };
      finish_payment_event: { Args: { p_id: number; p_is_ours: boolean }; Returns: undefined };
      finish_provider_sweep: {
        Args: { p_found: number; p_message_id: number; p_provider: string; p_to_at: string };
        Returns: undefined;
      };
      forget_leftovers: { Args: { p_ids: number[] }; Returns: undefined };
      give_credits: {
        Args: { p_amount: number; p_operation_key: string; p_reason: string; p_user_id: string };
        Returns: undefined;
      };
      give_plan: {
        Args: { p_ends_at: string; p_operation_key: string; p_plan: string; p_user_id: string };
        Returns: {
          anchor_at: string;
          created_at: string;
          ends_at: string | null;
          id: string;
          operation_key: string;
          paid_by: string | null;
          plan: string;
          revoked_at: string | null;
          source: string;
          starts_at: string;
          state: string;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'memberships';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      hand_over_conversation: { Args: { p_id: string; p_user_id: string }; Returns: undefined };
      invite: {
        Args: { p_conversation_id: string; p_days?: number; p_role?: string; p_username?: string };
        Returns: Json;
      };
      keep_upload: {
        Args: { p_file: Json; p_upload_id: string; p_user_id: string };
        Returns: Json;
      };
      lease_payment_object: { Args: { p_object_key: string }; Returns: string };
      leave_conversation: { Args: { p_id: string }; Returns: undefined };
      lift_block: { Args: { p_meter: string; p_subject: string }; Returns: number };
      link_customer: {
        Args: {
          p_is_live: boolean;
          p_provider: string;
          p_provider_id: string;
          p_replaces?: string;
          p_user_id: string;
        };
        Returns: string;
      };
      list_cashout_reviews: {
        Args: { p_before_at?: string; p_limit?: number; p_state?: string };
        Returns: {
          amount_cents: number;
          attempts: number;
          batch_id: string;
          created_at: string;
          fee_cents: number;
          id: string;
          item_id: string;
          last_error: string;
          reason: string;
          receiver: string;
          risks: string[];
          state: string;
          user_id: string;
        }[];
      };
      list_cashouts: {
        Args: { p_before_at?: string; p_limit?: number; p_user_id: string };
        Returns: {
          amount_cents: number;
          approved_at: string | null;
          client_key: string;
          closed_at: string | null;
          created_at: string;
          id: string;
          reason: string | null;
          receiver: string;
          sent_at: string | null;
          state: string;
          transaction_id: string | null;
          user_id: string;
        }[];
        SetofOptions: {
          from: '*';
          to: 'cashouts';
          isOneToOne: false;
          isSetofReturn: true;
        };
      };
      list_double_subscriptions: {
        Args: Record<PropertyKey, never>;
        Returns: {
          subscriptions: Json;
          user_id: string;
        }[];
      };
      list_offers: {
        Args: { p_is_live: boolean; p_provider: string };
        Returns: {
          amount_cents: number;
          billing: string;
          credits: number;
          currency: string;
          item: string;
          kind: string;
          name: string;
          pass_days: number;
          provider: string;
          trial_days: number;
        }[];
      };
      list_participants: {
        Args: { p_conversation_id: string };
        Returns: {
          delivered_ordinal: number;
          display_name: string;
          joined_at: string;
          last_seen_at: string;
          read_at: string;
          read_ordinal: number;
          role: string;
          user_id: string;
          username: string;
        }[];
      };
      list_payment_events: {
        Args: { p_before_id?: number; p_limit?: number; p_state?: string };
        Returns: {
          attempts: number;
          deliveries: number;
          finished_at: string;
          id: number;
          last_error: string;
          note: string;
          object_id: string;
          object_kind: string;
          occurred_at: string;
          provider: string;
          provider_id: string;
          received_at: string;
          state: string;
          type: string;
        }[];
      };
      list_payments: {
        Args: { p_is_live: boolean; p_user_id: string };
        Returns: {
          amount_cents: number;
          clawed_credits: number;
          collected_cents: number | null;
          created_at: string;
          currency: string;
          customer_id: string;
          id: string;
          item: string;
          kind: string;
          number: string | null;
          order_id: string | null;
          paid_at: string | null;
          provider: string;
          provider_id: string;
          reason: string;
          reversals: number;
          reversed_cents: number;
          state: string;
          subscription_provider_id: string | null;
          tax_cents: number;
          undue_credits: number;
          url: string | null;
          user_id: string | null;
          version_at: string;
        }[];
        SetofOptions: {
          from: '*';
          to: 'payments';
          isOneToOne: false;
          isSetofReturn: true;
        };
      };
      list_payout_discrepancies: {
        Args: { p_is_open?: boolean };
        Returns: {
          cashout_id: string;
          details: Json;
          found_at: string;
          id: number;
          kind: string;
          note: string;
          resolved_at: string;
          seen_at: string;
        }[];
      };
      list_prices: {
        Args: { p_is_live: boolean; p_provider: string };
        Returns: {
          amount_cents: number;
          billing: string;
          currency: string;
          price_id: string;
        }[];
      };
      list_referral_reviews: {
        Args: { p_before_id?: string; p_limit?: number; p_state?: string };
        Returns: {
          created_at: string;
          decisions: Json;
          id: string;
          invited_credits: number;
          invited_id: string;
          is_flagged: boolean;
          referrer_cents: number;
          referrer_id: string;
          state: string;
        }[];
      };
      list_referrals: {
        Args: { p_before_at?: string; p_limit?: number };
        Returns: {
          id: string;
          reward_cents: number;
          rewarded_at: string;
          signed_up_at: string;
          state: string;
          verified_at: string;
        }[];
      };
      mark_delivered: { Args: { p_conversation_id: string; p_ordinal?: number }; Returns: number };
      mark_notifications_read: { Args: { p_ids?: number[] }; Returns: number };
      mark_payment_event: { Args: { p_id: number; p_note: string }; Returns: undefined };
      mark_read: { Args: { p_conversation_id: string; p_ordinal?: number }; Returns: number };
      media_files: { Args: { p_ids: string[]; p_variant?: string }; Returns: Json };
      miss_payout: { Args: { p_error: string; p_id: string }; Returns: undefined };
      moderate_completion: {
        Args: { p_action_id: string; p_direction: string; p_text: string; p_verdict?: Json };
        Returns: Json;
      };
      move_character: {
        Args: { p_id: string; p_status: string };
        Returns: {
          answer_kind: string;
          avatar_url: string | null;
          category: string;
          confidence: number;
          context_images: number;
          context_messages: number;
          context_tokens: number;
          conversation_count: number;
          counted_at: string | null;
          created_at: string;
          creativity: number;
          credit_price: number;
          empathy: number;
          formality: number;
          gallery_every: number | null;
          greeting: string;
          humour: number;
          id: string;
          is_premium: boolean;
          language: string;
          last_active_at: string | null;
          max_output_tokens: number;
          message_count: number;
          messages_per_day: number | null;
          model: string;
          name: string;
          owner_id: string | null;
          popularity: number;
          pricing: string;
          published_at: string | null;
          rating: number | null;
          rating_count: number;
          slug: string;
          status: string;
          tagline: string;
          tags: string[];
          temperature: number;
          tone: string;
          traits: string[];
          updated_at: string;
          voice: string | null;
          voice_model: string;
        };
        SetofOptions: {
          from: '*';
          to: 'characters';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      name_conversation: {
        Args: { p_conversation_id: string; p_title: string; p_usage: Json };
        Returns: boolean;
      };
      note_visit: {
        Args: { p_device_id: string; p_ip: unknown; p_user_id: string };
        Returns: undefined;
      };
      open_order: {
        Args: { p_checkout_id: string; p_checkout_url: string; p_order_id: string };
        Returns: Json;
      };
      open_upload: { Args: { p_upload_id: string; p_user_id: string }; Returns: Json };
      open_voice: {
        Args: { p_call_id: string; p_call_nr: number; p_session_id: string };
        Returns: Json;
      };
      plan_change: {
        Args: { p_is_live: boolean; p_plan: string; p_user_id: string };
        Returns: Json;
      };
      postpone_departure: { Args: { p_message_id: number }; Returns: undefined };
      postpone_hangup: { Args: { p_message_id: number }; Returns: undefined };
      postpone_payment_event: { Args: { p_id: number }; Returns: undefined };
      postpone_payout: {
        Args: { p_error: string; p_id: string; p_is_uncertain: boolean };
        Returns: undefined;
      };
      preview_character_prompt: { Args: { p_id: string; p_text?: string }; Returns: Json };
      rate_message: {
        Args: { p_comment?: string; p_id: string; p_rating?: number; p_stars?: number };
        Returns: {
          comment: string | null;
          created_at: string;
          message_id: string;
          rating: number | null;
          stars: number | null;
          updated_at: string;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'message_ratings';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      read_blocks: {
        Args: Record<PropertyKey, never>;
        Returns: {
          allowance: number;
          meter: string;
          resets_at: string;
          scope: string;
          subject: string;
          used: number;
          user_id: string;
          window_kind: string;
          window_seconds: number;
        }[];
      };
      read_breakers: { Args: Record<PropertyKey, never>; Returns: Json };
      read_character: { Args: { p_id: string }; Returns: Json };
      read_churn: {
        Args: { p_from: string; p_to: string };
        Returns: {
          at_start: number;
          churn_percent: number;
          gained: number;
          is_live: boolean;
          lost: number;
          month: string;
          plan: string;
          provider: string;
        }[];
      };
      read_customer: {
        Args: { p_is_live: boolean; p_provider: string; p_user_id: string };
        Returns: string;
      };
      read_entitlements: { Args: { p_user_id: string }; Returns: Json };
      read_gallery: {
        Args: {
          p_after_id?: string;
          p_after_position?: number;
          p_character: string;
          p_limit?: number;
        };
        Returns: Json;
      };
      read_invitation: { Args: { p_code?: string; p_id?: string }; Returns: Json };
      read_leaderboard: {
        Args: { p_limit?: number };
        Returns: {
          is_me: boolean;
          rank: number;
          rewarded: number;
        }[];
      };
      read_margins: {
        Args: { p_from: string; p_to: string };
        Returns: {
          action: string;
          calls: number;
          cost_micros: number;
          credits: number;
          day: string;
          failed_calls: number;
          margin_micros: number;
          mean_first_token_ms: number;
          mean_latency_ms: number;
          model: string;
          plan: string;
          provider: string;
          revenue_micros: number;
        }[];
      };
      read_models: { Args: { p_key_hash?: string; p_user_id?: string }; Returns: Json };
      read_moderation: {
        Args: {
          p_action?: string;
          p_before_id?: number;
          p_category?: string;
          p_direction?: string;
          p_limit?: number;
          p_review?: string;
          p_user_id?: string;
        };
        Returns: {
          action: string;
          attempt: number;
          blocks_of_person: number;
          category: string;
          created_at: string;
          direction: string;
          excerpt: string;
          failure: string;
          id: number;
          review: string;
          scores: Json;
          source: string;
          subject_id: string;
          user_id: string;
        }[];
      };
      read_moderation_patterns: {
        Args: Record<PropertyKey, never>;
        Returns: {
          action: string;
          category: string;
          content: string;
          created_at: string;
          direction: string;
          id: number;
          kind: string;
          source: string;
        }[];
      };
      read_order: { Args: { p_order_id: string; p_user_id: string }; Returns: Json };
      read_payment_event: { Args: { p_id: number }; Returns: Json };
      read_payment_stats: {
        Args: { p_from: string; p_to: string };
        Returns: {
          day: string;
          dead: number;
          deliveries: number;
          events: number;
          ignored: number;
          mean_latency_ms: number;
          processed: number;
          provider: string;
          resolved: number;
          retried: number;
          type: string;
          waiting: number;
        }[];
      };
      read_recurring_revenue: {
        Args: Record<PropertyKey, never>;
        Returns: {
          currency: string;
          ending: number;
          is_live: boolean;
          mrr_cents: number;
          past_due: number;
          plan: string;
          provider: string;
          subscriptions: number;
          trials: number;
        }[];
      };
      read_revenue: {
        Args: { p_from: string; p_to: string };
        Returns: {
          currency: string;
          gross_cents: number;
          is_live: boolean;
          item: string;
          kind: string;
          month: string;
          net_cents: number;
          payments: number;
          provider: string;
          reversed_cents: number;
          tax_cents: number;
        }[];
      };
      read_shared: { Args: { p_token: string }; Returns: Json };
      read_subscription: { Args: { p_is_live: boolean; p_user_id: string }; Returns: Json };
      read_turn: { Args: { p_turn_id: string }; Returns: Json };
      record_character_test: {
        Args: { p_id: string; p_usage: Json; p_user_id: string };
        Returns: undefined;
      };
      record_moderation: {
        Args: { p_attempt: number; p_turn_id: string; p_verdicts: Json };
        Returns: undefined;
      };
      record_payout: { Args: { p_batch_id: string; p_id: string }; Returns: undefined };
      referral_code: { Args: { p_user_id: string }; Returns: string };
      refund_turn: {
        Args: { p_amount: number; p_operation_key: string; p_reason: string; p_turn_id: string };
        Returns: Json;
      };
      refuse_payout: { Args: { p_error: string; p_id: string }; Returns: string };
      release_payment_object: {
        Args: { p_leased_at: string; p_object_key: string };
        Returns: undefined;
      };
      remove_moderation_pattern: { Args: { p_id: number }; Returns: boolean };
      remove_participant: {
        Args: { p_conversation_id: string; p_user_id: string };
        Returns: undefined;
      };
      renew_voice: { Args: { p_session_id: string }; Returns: Json };
      replay_payment_event: { Args: { p_id: number }; Returns: undefined };
      request_cashout: {
        Args: {
          p_amount_cents: number;
          p_client_key: string;
          p_ip?: unknown;
          p_receiver: string;
          p_user_id: string;
        };
        Returns: {
          amount_cents: number;
          approved_at: string | null;
          client_key: string;
          closed_at: string | null;
          created_at: string;
          id: string;
          reason: string | null;
          receiver: string;
          sent_at: string | null;
          state: string;
          transaction_id: string | null;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'cashouts';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      resolve_payout_discrepancy: { Args: { p_id: number; p_note: string }; Returns: undefined };
      restore_conversation: {
        Args: { p_id: string };
        Returns: {
          archived_at: string | null;
          character_id: string;
          client_id: string;
          created_at: string;
          deleted_at: string | null;
          id: string;
          is_shared: boolean;
          last_message_at: string;
          pinned_at: string | null;
          title: string | null;
          topic_epoch: number;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'conversations';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      restore_message: { Args: { p_id: string }; Returns: undefined };
      resume_lost_media: { Args: Record<PropertyKey, never>; Returns: Json };
      resume_media: { Args: { p_asset_id: string }; Returns: Json };
      review_cashout: {
        Args: { p_decision: string; p_id: string; p_note: string };
        Returns: string;
      };
      review_moderation: { Args: { p_decision_id: number; p_review: string }; Returns: undefined };
      review_referral: {
        Args: { p_decision: string; p_id: string; p_note: string };
        Returns: string;
      };
      revoke_api_key: {
        Args: { p_id: string };
        Returns: {
          created_at: string;
          expires_at: string | null;
          id: string;
          last_used_at: string | null;
          monthly_credits: number | null;
          name: string;
          prefix: string;
          requests_per_minute: number | null;
          revoked_at: string | null;
          scopes: string[];
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'api_keys';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      revoke_invitation: { Args: { p_id: string }; Returns: undefined };
      revoke_share: { Args: { p_id: string }; Returns: number };
      search_characters: {
        Args: { p_limit?: number; p_query?: string; p_tags?: string[] };
        Returns: {
          answer_kind: string;
          avatar_url: string | null;
          category: string;
          confidence: number;
          context_images: number;
          context_messages: number;
          context_tokens: number;
          conversation_count: number;
          counted_at: string | null;
          created_at: string;
          creativity: number;
          credit_price: number;
          empathy: number;
          formality: number;
          gallery_every: number | null;
          greeting: string;
          humour: number;
          id: string;
          is_premium: boolean;
          language: string;
          last_active_at: string | null;
          max_output_tokens: number;
          message_count: number;
          messages_per_day: number | null;
          model: string;
          name: string;
          owner_id: string | null;
          popularity: number;
          pricing: string;
          published_at: string | null;
          rating: number | null;
          rating_count: number;
          slug: string;
          status: string;
          tagline: string;
          tags: string[];
          temperature: number;
          tone: string;
          traits: string[];
          updated_at: string;
          voice: string | null;
          voice_model: string;
        }[];
        SetofOptions: {
          from: '*';
          to: 'characters';
          isOneToOne: false;
          isSetofReturn: true;
        };
      };
      search_messages: {
        Args: { p_before?: number; p_limit?: number; p_query: string };
        Returns: {
          conversation_id: string;
          conversation_title: string;
          created_at: string;
          excerpt: string;
          kind: string;
          message_id: string;
          ordinal: number;
          role: string;
        }[];
      };
      select_branch: { Args: { p_message_id: string }; Returns: string };
      set_character_facts: { Args: { p_facts: string[]; p_id: string }; Returns: number };
      set_disposable_domain: {
        Args: { p_domain: string; p_is_disposable: boolean };
        Returns: undefined;
      };
      set_gallery_item: {
        Args: {
          p_caption?: string;
          p_id: string;
          p_is_premium?: boolean;
          p_position?: number;
          p_tags?: string[];
        };
        Returns: undefined;
      };
      set_model_fallbacks: { Args: { p_fallbacks: Json; p_model: string }; Returns: undefined };
      settle_action: {
        Args: {
          p_action_id: string;
          p_delivered_bytes?: number;
          p_error_code?: string;
          p_is_done: boolean;
          p_units?: number;
          p_usage?: Json;
        };
        Returns: Json;
      };
      settle_speech: {
        Args: {
          p_action_id: string;
          p_asset_id: string;
          p_file: Json;
          p_message_id: string;
          p_usage: Json;
        };
        Returns: Json;
      };
      settle_transcription: {
        Args: {
          p_action_id: string;
          p_asset_id: string;
          p_seconds?: number;
          p_text: string;
          p_usage: Json;
        };
        Returns: string;
      };
      settle_turn: {
        Args: {
          p_attempt: number;
          p_attempts?: Json;
          p_error_code?: string;
          p_finish_reason?: string;
          p_state: string;
          p_text: string;
          p_thoughts?: string;
          p_turn_id: string;
          p_usage?: Json;
          p_verdicts?: Json;
        };
        Returns: Json;
      };
      share_conversation: { Args: { p_id: string }; Returns: string };
      start_trial: {
        Args: { p_plan: string };
        Returns: {
          anchor_at: string;
          created_at: string;
          ends_at: string | null;
          id: string;
          operation_key: string;
          paid_by: string | null;
          plan: string;
          revoked_at: string | null;
          source: string;
          starts_at: string;
          state: string;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'memberships';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      stop_turn: { Args: { p_turn_id: string }; Returns: string };
      store_payment_event: {
        Args: {
          p_body: string;
          p_is_live: boolean;
          p_object_id: string;
          p_object_kind: string;
          p_occurred_at: string;
          p_provider: string;
          p_provider_id: string;
          p_type: string;
        };
        Returns: boolean;
      };
      store_summary: {
        Args: {
          p_content: string;
          p_conversation_id: string;
          p_message_id: string;
          p_previous_message_id?: string;
          p_usage: Json;
        };
        Returns: boolean;
      };
      summary_task: { Args: { p_conversation_id: string }; Returns: Json };
      take_leftovers: { Args: Record<PropertyKey, never>; Returns: Json };
      take_plan: { Args: { p_membership_id: string }; Returns: undefined };
      unblock_person: { Args: { p_user_id: string }; Returns: undefined };
      unseen_payment_events: {
        Args: { p_provider: string; p_provider_ids: string[] };
        Returns: string[];
      };
      untold_payment_objects: {
        Args: { p_objects: Json; p_provider: string };
        Returns: {
          changed_at: string;
          id: string;
          kind: string;
        }[];
      };
      view_gallery_item: { Args: { p_id: string }; Returns: number };
    };
    Enums: {
      [_ in never]: never;
    };
    CompositeTypes: {
      [_ in never]: never;
    };
  };
};

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>];

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
      Row: infer R;
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    ? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R;
      }
      ? R
      : never
    : never;

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema['Tables']
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Insert: infer I;
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I;
      }
      ? I
      : never
    : never;

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema['Tables']
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Update: infer U;
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U;
      }
      ? U
      : never
    : never;

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema['Enums']
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
    : never = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
    ? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
    : never;

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema['CompositeTypes']
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
    : never = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
    ? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
    : never;

export const Constants = {
  public: {
    Enums: {},
  },
} as const;
